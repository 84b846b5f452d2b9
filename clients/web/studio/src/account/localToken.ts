import { LiveError } from '@serverless-live/sdk';

/** A management token. */
export interface Token {
  readonly text: string;
  /** By Date.now(). */
  readonly goodUntil: number;
}

/** Half of what the local process gives. */
const lifetimeMs = 5 * 60_000;

/**
 * A token of the development tenant, which only a local process hands out. Undefined elsewhere: there people sign in, or the
 * customer's back end makes the rooms.
 */
export async function localToken(): Promise<Token | undefined> {
  let response: Response;
  try {
    response = await fetch('/studio/token', { method: 'POST' });
  } catch (cause) {
    throw new LiveError('network', 'The server cannot be reached.', { cause });
  }
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (response.ok && isJson) {
    const { token } = (await response.json()) as { readonly token: string };
    return { text: token, goodUntil: Date.now() + lifetimeMs };
  }
  // A host of static files answers an unknown address with one of these, or with its page.
  if (response.status === 404 || response.status === 405 || response.ok) {
    return undefined;
  }
  throw new LiveError('internal', 'The server cannot create rooms right now.', { status: response.status });
}
