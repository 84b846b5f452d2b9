import { LiveError, ManagementApi } from '@serverless-live/sdk';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memory } from '../memory.ts';
import { Account } from './account.ts';
import type { Token } from './localToken.ts';

const noon = Date.parse('2026-11-23T12:00:00Z');
const evening = '2026-11-24T00:00:00Z';

/** A server with one person, whose sign-in and tokens it can end. */
class Server {
  isSignedIn = false;
  isDisabled = false;
  tokens = 0;
  readonly fetch = vi.fn((url: string, { headers, body }: RequestInit): Promise<Response> => {
    switch (new URL(url).pathname) {
      case '/v2/people/sign-in':
        return this.#answer((JSON.parse(body as string) as { password: string }).password === 'right' ? this.#signIn() : problem(401, 'sign_in_wrong'));
      case '/v2/people/token':
        this.tokens += 1;
        return this.#answer(this.#token((headers as Record<string, string>)['authorization']));
      case '/v2/people/sign-out':
        this.isSignedIn = false;
        return this.#answer(new Response(null, { status: 204 }));
      default:
        throw new Error(url);
    }
  });

  #signIn(): Response {
    this.isSignedIn = true;
    return Response.json({ signIn: 'secret', name: 'Ann', expiresAt: evening });
  }

  #token(authorization: string | undefined): Response {
    if (this.isDisabled) {
      return problem(403, 'tenant_disabled');
    }
    return this.isSignedIn && authorization === 'Bearer secret'
      ? Response.json({ token: `token-${this.tokens}`, expiresAt: new Date(Date.now() + 600_000).toISOString() })
      : problem(401, 'sign_in_expired');
  }

  #answer(response: Response): Promise<Response> {
    return Promise.resolve(response);
  }
}

function problem(status: number, code: string): Response {
  return Response.json({ code }, { status });
}

let server: Server;
let local: Token | undefined;
let account: Account;

function open(): Account {
  return new Account(new ManagementApi('https://live.example', server.fetch), () => Promise.resolve(local));
}

beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
  localStorage.clear();
  sessionStorage.clear();
  local = undefined;
  server = new Server();
  account = open();
});

afterEach(() => {
  vi.useRealTimers();
});

const use = (token: string): Promise<string> => Promise.resolve(token);

it('a_person_signs_in_and_stays_so_in_other_tabs_and_after_a_reload', async () => {
  await account.signIn(' ann@example.com ', 'right');
  const person = { kind: 'person', name: 'Ann', email: 'ann@example.com', until: new Date(evening) };
  expect(account.standing).toEqual(person);
  const reloaded = open();
  await reloaded.start();
  expect(reloaded.standing).toEqual(person);
  expect(await reloaded.call(use)).toBe('token-2');
});

it('a_wrong_password_changes_nothing', async () => {
  await expect(account.signIn('ann@example.com', 'wrong')).rejects.toMatchObject({ code: 'sign_in_wrong' });
  expect(memory.signIn.get()).toBeUndefined();
});

it('a_disabled_account_is_said_at_the_door', async () => {
  server.isDisabled = true;
  await expect(account.signIn('ann@example.com', 'right')).rejects.toMatchObject({ code: 'tenant_disabled' });
  expect(memory.signIn.get()).toBeUndefined();
});

it('one_token_serves_many_calls_until_shortly_before_its_end', async () => {
  await account.signIn('ann@example.com', 'right');
  expect(await Promise.all([account.call(use), account.call(use)])).toEqual(['token-1', 'token-1']);
  vi.setSystemTime(noon + 541_000);
  expect(await Promise.all([account.call(use), account.call(use), account.call(use)])).toEqual(['token-2', 'token-2', 'token-2']);
});

it('a_token_that_the_server_finds_too_old_is_replaced_once', async () => {
  await account.signIn('ann@example.com', 'right');
  const seen: string[] = [];
  const refuse = (token: string): Promise<never> => {
    seen.push(token);
    return Promise.reject(new LiveError('token_expired', 'Too old.'));
  };
  await expect(account.call(refuse)).rejects.toMatchObject({ code: 'token_expired' });
  expect(seen).toEqual(['token-1', 'token-2']);
});

it('a_sign_in_that_the_server_ended_is_forgotten_and_said', async () => {
  await account.signIn('ann@example.com', 'right');
  server.isSignedIn = false;
  vi.setSystemTime(noon + 600_000);
  await expect(account.call(use)).rejects.toMatchObject({ code: 'sign_in_expired' });
  expect(account.standing).toEqual({ kind: 'nobody', wasSignedOut: true });
  expect(memory.signIn.get()).toBeUndefined();
});

it('a_sign_in_that_time_ended_is_not_even_tried', async () => {
  await account.signIn('ann@example.com', 'right');
  vi.setSystemTime(Date.parse(evening));
  const next = open();
  await next.start();
  expect(next.standing).toEqual({ kind: 'nobody', wasSignedOut: true });
  expect(server.tokens).toBe(1);
});

it('signing_out_leaves_nothing_that_opens_anything_even_when_the_server_is_away', async () => {
  await account.signIn('ann@example.com', 'right');
  memory.links.set('r-1', { host: 'h', viewer: 'v' });
  memory.pass.set('code', { token: 't', roomId: 'r-1', role: 'moderator', expiresAt: evening, codecs: { video: ['VP8'] } });
  memory.displayName.set('Ann');
  server.fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await account.signOut();
  expect(account.standing).toEqual({ kind: 'nobody', wasSignedOut: false });
  expect([memory.signIn.get(), memory.links.get('r-1'), memory.pass.get('code')]).toEqual([undefined, undefined, undefined]);
  expect(memory.displayName.get()).toBe('Ann');
  await expect(account.call(use)).rejects.toMatchObject({ code: 'sign_in_expired' });
});

it('a_local_process_needs_no_sign_in_and_a_person_goes_before_it', async () => {
  local = { text: 'local', goodUntil: noon + 1_000 };
  await account.start();
  expect(account.standing).toEqual({ kind: 'local' });
  expect(await account.call(use)).toBe('local');
  await account.signIn('ann@example.com', 'right');
  expect(await account.call(use)).toBe('token-1');
  await account.signOut();
  expect(account.standing).toEqual({ kind: 'local' });
});
