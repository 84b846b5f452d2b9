import { expect, it, vi } from 'vitest';
import { Backoff, sleep } from './backoff.ts';

it('doubles_up_to_the_ceiling_and_starts_over', () => {
  const backoff = new Backoff({ firstMs: 500, maxMs: 3_000 }, () => 1);
  expect([0, 1, 2, 3, 4].map(() => backoff.next())).toEqual([500, 1000, 2000, 3000, 3000]);
  backoff.reset();
  expect(backoff.next()).toBe(500);
});

it('is_never_zero_whatever_the_luck', () => {
  expect(new Backoff({ firstMs: 500, maxMs: 3_000 }, () => 0).next()).toBe(50);
});

it('what_the_server_asks_for_is_waited_for_and_the_jitter_comes_on_top', () => {
  expect(new Backoff({ firstMs: 500, maxMs: 3_000 }, () => 0).next(5)).toBe(5_050);
  expect(new Backoff({ firstMs: 500, maxMs: 3_000 }, () => 1).next(5)).toBe(5_500);
});

it('sleep_ends_early_with_the_signal', async () => {
  vi.useFakeTimers();
  const abort = new AbortController();
  const slept = sleep(1_000_000, abort.signal);
  abort.abort(new Error('enough'));
  await expect(slept).rejects.toThrow('enough');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
