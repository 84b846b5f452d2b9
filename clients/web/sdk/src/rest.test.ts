import { describe, expect, it, vi } from 'vitest';
import { RestApi } from './rest.ts';
import type { Fetch } from './restCaller.ts';

function api(respond: Fetch): { readonly rest: RestApi; readonly fetch: ReturnType<typeof vi.fn<Fetch>> } {
  const fetch = vi.fn<Fetch>(respond);
  return { rest: new RestApi('https://live.example/', fetch), fetch };
}

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fetch =>
  () => Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status, headers }));

describe('a call', () => {
  it('names the room safely and carries the ticket', async () => {
    const { rest, fetch } = api(answer(200, { lastSeq: 0, entries: [] }));
    await rest.log('t-1', 'a/b', 7);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('https://live.example/v2/rooms/a%2Fb/log?after=7&limit=200');
    expect(init?.headers).toMatchObject({ authorization: 'Bearer t-1' });
  });

  it('JN6_leave_has_its_ticket_in_the_body_and_needs_no_answer', async () => {
    const { rest, fetch } = api(answer(204, undefined));
    await rest.leave('t-1', 'r-1');
    expect(fetch.mock.calls[0]?.[1].body).toBe('{"ticket":"t-1"}');
  });
});

describe('an error', () => {
  it('keeps the stable code, the sentence and the time to wait', async () => {
    const { rest } = api(answer(503, { code: 'no_capacity', detail: 'All workers are full.' }, { 'retry-after': '5' }));
    await expect(rest.join('t', 'r-1', {})).rejects.toMatchObject({
      name: 'LiveError', code: 'no_capacity', message: 'All workers are full.', status: 503, retryAfterSeconds: 5, isFinal: false,
    });
  });

  it.each(['ticket_invalid', 'session_ended', 'room_closed', 'permission_denied'])('%s is final', async (code) => {
    const { rest } = api(answer(403, { code }));
    await expect(rest.resume('t', 'r-1', {})).rejects.toMatchObject({ code, isFinal: true });
  });

  it('of a proxy in between is not final', async () => {
    const { rest } = api(() => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })));
    await expect(rest.resume('t', 'r-1', {})).rejects.toMatchObject({ code: 'worker_unavailable', status: 502, isFinal: false });
  });

  it('of the network is one', async () => {
    const { rest } = api(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(rest.renewTicket('t', 'r-1')).rejects.toMatchObject({ code: 'network', isFinal: false });
  });

  it('is also an answer of another shape', async () => {
    const { rest } = api(answer(200, { state: 'dancing' }));
    await expect(rest.join('t', 'r-1', {})).rejects.toMatchObject({ code: 'unexpected_response' });
  });

  it('is not an abort by the caller', async () => {
    const abort = new AbortController();
    abort.abort(new Error('cancelled'));
    const { rest } = api(() => Promise.reject(new DOMException('Aborted', 'AbortError')));
    await expect(rest.join('t', 'r-1', {}, abort.signal)).rejects.toThrow('cancelled');
  });
});

it('a_server_that_never_answers_is_a_network_error_after_some_seconds', async () => {
  vi.useFakeTimers();
  const hanging = new RestApi('https://live.example', (_, { signal }) => new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  }));
  const outcome = expect(hanging.resume('t', 'r-1', {})).rejects.toMatchObject({ code: 'network', isFinal: false });
  await vi.advanceTimersByTimeAsync(8_000);
  await outcome;
  vi.useRealTimers();
});
