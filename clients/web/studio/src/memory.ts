import type { ExchangeInviteResponse, VideoCodec } from '@serverless-live/sdk';

/** Links that a moderator made, by role. */
export interface InviteLinks {
  readonly viewer: string;
  readonly host: string;
}

/** A person's sign-in, good for as long as the server said. */
export interface KeptSignIn {
  readonly signIn: string;
  readonly name: string;
  readonly email: string;
  readonly expiresAt: string;
}

/** Tells of changes that other tabs make. */
export const signInKey = 'signIn';

/** What a tab remembers over a reload, and a browser over a visit. Storage may be refused; then nothing is remembered. */
export const memory = {
  /** An exchanged invite: a reload must not use the code up again. */
  pass: {
    get: (code: string): ExchangeInviteResponse | undefined => {
      const pass = read('sessionStorage', `pass:${code}`) as ExchangeInviteResponse | undefined;
      return pass !== undefined && Date.parse(pass.expiresAt) > Date.now() ? pass : undefined;
    },
    set: (code: string, pass: ExchangeInviteResponse): void => write('sessionStorage', `pass:${code}`, pass),
    forget: (code: string): void => write('sessionStorage', `pass:${code}`, undefined),
  },
  links: {
    get: (roomId: string): InviteLinks | undefined => read('sessionStorage', `links:${roomId}`) as InviteLinks | undefined,
    set: (roomId: string, links: InviteLinks): void => write('sessionStorage', `links:${roomId}`, links),
  },
  /** What one sends in a room. */
  codec: {
    get: (roomId: string): VideoCodec | undefined => read('sessionStorage', `codec:${roomId}`) as VideoCodec | undefined,
    set: (roomId: string, codec: VideoCodec): void => write('sessionStorage', `codec:${roomId}`, codec),
  },
  /** In all tabs, also after the browser was closed. */
  signIn: {
    get: (): KeptSignIn | undefined => read('localStorage', signInKey) as KeptSignIn | undefined,
    set: (kept: KeptSignIn): void => write('localStorage', signInKey, kept),
    forget: (): void => write('localStorage', signInKey, undefined),
  },
  /** What opens rooms without a sign-in. */
  forgetRooms: (): void => {
    for (const key of keys('sessionStorage')) {
      if (key.startsWith('pass:') || key.startsWith('links:')) {
        write('sessionStorage', key, undefined);
      }
    }
  },
  displayName: {
    get: (): string => (read('localStorage', 'displayName') as string | undefined) ?? '',
    set: (name: string): void => write('localStorage', 'displayName', name),
  },
};

type Store = 'localStorage' | 'sessionStorage';

function keys(store: Store): readonly string[] {
  try {
    return Object.keys(globalThis[store]);
  } catch {
    return [];
  }
}

function read(store: Store, key: string): unknown {
  try {
    const text = globalThis[store].getItem(key);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function write(store: Store, key: string, value: unknown): void {
  try {
    if (value === undefined) {
      globalThis[store].removeItem(key);
    } else {
      globalThis[store].setItem(key, JSON.stringify(value));
    }
  } catch {
    // Private windows may refuse; the page works without.
  }
}
