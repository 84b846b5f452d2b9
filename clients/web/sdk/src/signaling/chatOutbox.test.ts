import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChatOutbox } from './chatOutbox.ts';

const ports = { send: vi.fn(), sent: vi.fn(), failed: vi.fn() };
let outbox: ChatOutbox;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  outbox = new ChatOutbox(ports);
});

afterEach(() => {
  outbox.close();
  vi.useRealTimers();
});

it('FD4_an_ack_ends_it', () => {
  outbox.add('c-1', 'hello');
  outbox.handleAck('c-1', 7);
  vi.advanceTimersByTime(60_000);
  expect(ports.sent).toHaveBeenCalledExactlyOnceWith('c-1', 7);
  expect(ports.send).toHaveBeenCalledExactlyOnceWith('c-1', 'hello');
});

it('FD6_a_new_socket_sends_what_is_unacknowledged_again_under_the_same_id_in_order', () => {
  outbox.add('c-1', 'one');
  outbox.add('c-2', 'two');
  outbox.handleAck('c-1', 7);
  outbox.add('c-3', 'three');
  ports.send.mockClear();
  outbox.resendAll();
  expect(ports.send.mock.calls).toEqual([['c-2', 'two'], ['c-3', 'three']]);
});

it('a_message_that_nobody_acknowledges_fails_after_some_attempts', () => {
  outbox.add('c-1', 'hello');
  vi.advanceTimersByTime(31_000);
  expect(ports.failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(ports.send).toHaveBeenCalledTimes(4);
  expect(ports.failed).toHaveBeenCalledExactlyOnceWith('c-1', expect.objectContaining({ code: 'network' }));
  expect(outbox.has('c-1')).toBe(false);
});

it('an_error_with_a_time_is_tried_again_then', () => {
  outbox.add('c-1', 'hello');
  outbox.handleError({ type: 'error', code: 'log_unavailable', message: '', fault: 'server', id: 'c-1', retryAfterSeconds: 2 });
  vi.advanceTimersByTime(1_999);
  expect(ports.send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(ports.send).toHaveBeenCalledTimes(2);
});

it('an_error_without_a_time_is_the_end', () => {
  outbox.add('c-1', 'hello');
  outbox.handleError({ type: 'error', code: 'chat_forbidden', message: 'No.', fault: 'caller', id: 'c-1' });
  expect(ports.failed).toHaveBeenCalledExactlyOnceWith('c-1', expect.objectContaining({ code: 'chat_forbidden', message: 'No.' }));
});

it('errors_of_other_messages_are_none_of_its_business', () => {
  outbox.add('c-1', 'hello');
  outbox.handleError({ type: 'error', code: 'invalid_sdp', message: '', fault: 'caller', id: 'o-1' });
  outbox.handleError({ type: 'error', code: 'invalid_message', message: '', fault: 'caller' });
  expect(outbox.has('c-1')).toBe(true);
});
