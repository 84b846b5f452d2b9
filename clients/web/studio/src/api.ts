import { ManagementApi, RestApi, type ExchangeInviteResponse, type InviteRole } from '@serverless-live/sdk';
import { Account } from './account/account.ts';
import { memory } from './memory.ts';
import type { VideoFormat } from './pages/videoFormats.ts';

const rest = new RestApi(location.origin);
export const management = new ManagementApi(location.origin);
export const account = new Account(management);

export function linkOf(code: string): string {
  return `${location.origin}/i/${encodeURIComponent(code)}`;
}

/** Creates a room and its links; answers the moderator's code. A title that a room has already leads into that room. */
export function createRoom(title: string, { codecs, codec }: VideoFormat): Promise<string> {
  return account.call(async (token) => {
    const room = await rest.createRoom(token, { codecs, ...(title === '' ? {} : { customRoomId: title }) });
    const [moderator, host, viewer] = await Promise.all([
      moderatorCode(token, room.roomId), inviteCode(token, room.roomId, 'host'), inviteCode(token, room.roomId, 'viewer'),
    ]);
    memory.codec.set(room.roomId, codec);
    memory.links.set(room.roomId, { host: linkOf(host), viewer: linkOf(viewer) });
    return moderator;
  });
}

/** The code that leads into a room that exists already. */
export function openRoom(roomId: string): Promise<string> {
  return account.call((token) => moderatorCode(token, roomId));
}

export function viewerLink(roomId: string): Promise<string> {
  return account.call(async (token) => linkOf(await inviteCode(token, roomId, 'viewer')));
}

export function closeRoom(roomId: string): Promise<unknown> {
  return account.call((token) => rest.deactivateRoom(token, roomId));
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

/** Good once: it stands in the address bar, and a moderator's rights must not be handed on with it. */
async function moderatorCode(token: string, roomId: string): Promise<string> {
  return (await rest.createInvite(token, roomId, { role: 'moderator', maxUses: 1 })).code;
}

async function inviteCode(token: string, roomId: string, role: InviteRole): Promise<string> {
  return (await rest.createInvite(token, roomId, { role })).code;
}
