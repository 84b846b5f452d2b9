import { LiveError, RestApi, type ExchangeInviteResponse } from '@serverless-live/sdk';
import { memory } from './memory.ts';

export const rest = new RestApi(location.origin);

export function linkOf(code: string): string {
  return `${location.origin}/i/${encodeURIComponent(code)}`;
}

/**
 * A management token of the development tenant, which only a local process hands out. Undefined elsewhere: there the
 * customer's back end creates rooms, and no page ever holds such a token.
 */
export async function managementToken(): Promise<string | undefined> {
  let response: Response;
  try {
    response = await fetch('/studio/token', { method: 'POST' });
  } catch (cause) {
    throw new LiveError('network', 'The server cannot be reached.', { cause });
  }
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (response.ok && isJson) {
    return ((await response.json()) as { readonly token: string }).token;
  }
  if (response.status === 404 || response.status === 405 || response.ok) {
    return undefined;
  }
  throw new LiveError('internal', 'The server cannot create rooms right now.', { status: response.status });
}

/** Creates a room and its three links; answers the moderator's code. */
export async function createRoom(token: string, title: string): Promise<string> {
  const room = await rest.createRoom(token, title === '' ? {} : { customRoomId: title });
  const [moderator, host, viewer] = await Promise.all([
    rest.createInvite(token, room.roomId, { role: 'moderator' }),
    rest.createInvite(token, room.roomId, { role: 'host' }),
    rest.createInvite(token, room.roomId, { role: 'viewer' }),
  ]);
  memory.title.set(room.roomId, title);
  memory.links.set(room.roomId, { host: linkOf(host.code), viewer: linkOf(viewer.code) });
  return moderator.code;
}

export async function exchange(code: string): Promise<ExchangeInviteResponse> {
  const known = memory.pass.get(code);
  if (known !== undefined) {
    return known;
  }
  const pass = await rest.exchangeInvite(code);
  memory.pass.set(code, pass);
  return pass;
}
