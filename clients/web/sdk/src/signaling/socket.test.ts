import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveError } from '../errors.ts';
import { joined } from '../testing/entries.ts';
import { PubSubSocket } from './socket.ts';

interface FakeClient {
  readonly credential: { getClientAccessUrl(): Promise<string> };
  readonly options: { readonly protocol: { parseMessages(frame: string): unknown } };
  readonly listeners: Map<string, (event: unknown) => void>;
  readonly start: ReturnType<typeof vi.fn>;
  readonly stop: ReturnType<typeof vi.fn>;
  readonly sendToGroup: ReturnType<typeof vi.fn>;
}

const clients = vi.hoisted(() => [] as unknown[]);

vi.mock('@azure/web-pubsub-client', () => ({
  WebPubSubJsonReliableProtocol: () => ({ parseMessages: () => null }),
  WebPubSubClient: class {
    readonly listeners = new Map<string, (event: unknown) => void>();
    readonly start = vi.fn(() => Promise.resolve());
    readonly stop = vi.fn();
    readonly sendToGroup = vi.fn(() => Promise.resolve());
    readonly credential: unknown;
    readonly options: unknown;

    constructor(credential: unknown, options: unknown) {
      this.credential = credential;
      this.options = options;
      clients.push(this);
    }

    on(name: string, listener: (event: unknown) => void): void {
      this.listeners.set(name, listener);
    }
  },
}));

const ports = { renewAccess: vi.fn(), opened: vi.fn(), lost: vi.fn(), recovered: vi.fn(), message: vi.fn(), failed: vi.fn() };
const { pubsub } = joined();
let socket: PubSubSocket;
let client: FakeClient;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  socket = new PubSubSocket(pubsub, ports, () => 1);
  client = clients.at(-1) as FakeClient;
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

function receive(data: unknown): void {
  client.listeners.get('group-message')?.({ message: { data } });
}

it('the_first_url_is_that_of_the_join_later_ones_are_fresh_and_paced', async () => {
  ports.renewAccess.mockResolvedValue({ ...pubsub, url: 'ws://fresh' });
  await expect(client.credential.getClientAccessUrl()).resolves.toBe('ws://x');
  const second = client.credential.getClientAccessUrl();
  await vi.advanceTimersByTimeAsync(499);
  expect(ports.renewAccess).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await expect(second).resolves.toBe('ws://fresh');
});

it('a_service_that_opens_and_closes_at_once_is_asked_ever_more_slowly', async () => {
  ports.renewAccess.mockResolvedValue(pubsub);
  await client.credential.getClientAccessUrl();
  for (let round = 0; round < 4; round += 1) {
    const url = client.credential.getClientAccessUrl();
    client.listeners.get('connected')?.({});
    await vi.runOnlyPendingTimersAsync();
    await url;
  }
  const before = Date.now();
  const url = client.credential.getClientAccessUrl();
  await vi.runOnlyPendingTimersAsync();
  await url;
  expect(Date.now() - before).toBe(8_000);
});

it('a_final_refusal_stops_it_and_the_client_never_gets_another_url', async () => {
  ports.renewAccess.mockRejectedValue(new LiveError('session_ended', 'Over.'));
  await client.credential.getClientAccessUrl();
  const refused = client.credential.getClientAccessUrl().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(500);
  expect(await refused).toMatchObject({ code: 'session_ended' });
  expect(ports.failed).toHaveBeenCalledOnce();
  expect(client.stop).toHaveBeenCalled();
  const settled = vi.fn();
  void client.credential.getClientAccessUrl().then(settled, settled);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(settled).not.toHaveBeenCalled();
});

it('chat_goes_up_and_everything_else_to_signaling', () => {
  socket.send({ type: 'chat', id: 'c-1', text: 'hi' });
  socket.send({ type: 'alive' });
  expect(client.sendToGroup.mock.calls.map(([group]) => group as unknown)).toEqual(['up', 'sig']);
});

it('SK3_a_message_that_it_cannot_read_is_skipped', () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  receive({ type: 'ack', id: 7 });
  receive('nonsense');
  receive({ type: 'from-the-future' });
  receive({ type: 'ack', id: 'c-1', seq: 7 });
  expect(ports.message).toHaveBeenCalledExactlyOnceWith({ type: 'ack', id: 'c-1', seq: 7 });
});

it('says_nothing_after_close', () => {
  socket.close();
  receive({ type: 'ack', id: 'c-1', seq: 7 });
  client.listeners.get('connected')?.({});
  client.listeners.get('disconnected')?.({});
  expect(ports.message).not.toHaveBeenCalled();
  expect(ports.opened).not.toHaveBeenCalled();
  expect(ports.lost).not.toHaveBeenCalled();
});

it('a_first_connection_that_fails_is_repeated', async () => {
  client.start.mockRejectedValueOnce(new Error('refused'));
  socket.open();
  await vi.runOnlyPendingTimersAsync();
  expect(client.start).toHaveBeenCalledTimes(2);
  expect(ports.lost).toHaveBeenCalledOnce();
});

it('a_socket_that_is_silent_for_longer_than_a_ping_counts_as_lost_until_it_is_heard_again', async () => {
  const { protocol } = client.options;
  protocol.parseMessages('');
  await vi.advanceTimersByTimeAsync(14_000);
  protocol.parseMessages('');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(ports.lost).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ports.lost).toHaveBeenCalledOnce();
  expect(ports.recovered).not.toHaveBeenCalled();
  protocol.parseMessages('');
  expect(ports.recovered).toHaveBeenCalledOnce();
  socket.close();
  protocol.parseMessages('');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ports.lost).toHaveBeenCalledOnce();
});
