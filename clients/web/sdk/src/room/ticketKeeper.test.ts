import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveError } from '../errors.ts';
import { joined } from '../testing/entries.ts';
import { TicketKeeper } from './ticketKeeper.ts';

const ports = { renew: vi.fn(), refused: vi.fn() };
const { pubsub, ticket } = joined();
let keeper: TicketKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  keeper = new TicketKeeper(ticket, ports, () => 1);
});

afterEach(() => {
  keeper.close();
  vi.useRealTimers();
});

it('renews_when_the_server_said_and_again_after_that', async () => {
  ports.renew.mockResolvedValue({ ticket: { ...ticket, token: 't-2', renewAfterSeconds: 60 }, pubsub });
  await vi.advanceTimersByTimeAsync(299_999);
  expect(ports.renew).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ports.renew).toHaveBeenLastCalledWith('t-1');
  expect(keeper.ticket).toBe('t-2');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ports.renew).toHaveBeenLastCalledWith('t-2');
});

it('a_server_that_is_away_is_asked_again_and_nobody_is_thrown_out', async () => {
  ports.renew.mockRejectedValue(new LiveError('network', 'Away.'));
  await vi.advanceTimersByTimeAsync(300_000 + 1_000 + 2_000 + 4_000);
  expect(ports.renew).toHaveBeenCalledTimes(4);
  expect(ports.refused).not.toHaveBeenCalled();
});

it('a_refusal_is_the_end', async () => {
  ports.renew.mockRejectedValue(new LiveError('ticket_invalid', 'Removed.'));
  await vi.advanceTimersByTimeAsync(3_000_000);
  expect(ports.renew).toHaveBeenCalledOnce();
  expect(ports.refused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'ticket_invalid' }));
});
