import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ClientMessage } from '../protocol/messages.ts';
import type { WorkerStats } from '../protocol/stats.ts';
import { WorkerStatsKeeper } from './workerStatsKeeper.ts';

const answer: WorkerStats = { id: 'stats-1', transport: { bitrateSent: 1, bitrateReceived: 2, drops: {} }, slots: [], publications: [] };
let sent: ClientMessage[];
let keeper: WorkerStatsKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  keeper = new WorkerStatsKeeper((message) => sent.push(message));
});

afterEach(() => {
  keeper.close();
  vi.useRealTimers();
});

it('ST1_nobody_looks_nothing_is_asked', () => {
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([]);
});

it('ST2_while_somebody_looks_it_asks_less_than_once_a_second', () => {
  const stop = keeper.look();
  const stopAnother = keeper.look();
  vi.advanceTimersByTime(12_000);
  expect(sent).toHaveLength(11);
  stop();
  stop();
  vi.advanceTimersByTime(1_200);
  expect(sent).toHaveLength(12);
  stopAnother();
  vi.advanceTimersByTime(12_000);
  expect(sent).toHaveLength(12);
});

it('an_old_answer_is_none', () => {
  keeper.look();
  keeper.handle(answer);
  expect(keeper.latest).toBe(answer);
  vi.advanceTimersByTime(5_000);
  expect(keeper.latest).toBeUndefined();
});
