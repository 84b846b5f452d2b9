import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LivenessWatch } from './livenessWatch.ts';

const silent = vi.fn();
let bytes = 0;
let expected = true;
let watch: LivenessWatch;
let flow: ReturnType<typeof setInterval> | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  silent.mockClear();
  expected = true;
  watch = new LivenessWatch({ heard: () => Promise.resolve(bytes), expected: () => expected, silent });
});

afterEach(() => {
  clearInterval(flow);
  watch.close();
  vi.useRealTimers();
});

async function hear(everyMs: number, forMs: number): Promise<void> {
  flow = setInterval(() => { bytes += 100; }, everyMs);
  await vi.advanceTimersByTimeAsync(forMs);
  clearInterval(flow);
}

it('a_transport_that_never_paused_and_falls_silent_is_noticed_within_a_second_and_once', async () => {
  await hear(30, 5_000);
  await vi.advanceTimersByTimeAsync(750);
  expect(silent).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(250);
  expect(silent).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silent).toHaveBeenCalledOnce();
});

it('where_pauses_are_usual_silence_takes_longer', async () => {
  await hear(30, 5_000);
  await vi.advanceTimersByTimeAsync(500);
  await hear(30, 4_000);
  await vi.advanceTimersByTimeAsync(1_150);
  expect(silent).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(350);
  expect(silent).toHaveBeenCalledOnce();
});

it('a_pause_that_is_long_past_is_forgotten', async () => {
  await hear(30, 5_000);
  await vi.advanceTimersByTimeAsync(500);
  await hear(30, 12_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(silent).toHaveBeenCalledOnce();
});

it('one_report_a_second_is_no_silence', async () => {
  await hear(1_000, 60_000);
  expect(silent).not.toHaveBeenCalled();
});

it('checks_that_are_seconds_apart_were_never_regular', async () => {
  await hear(2_500, 60_000);
  expect(silent).not.toHaveBeenCalled();
});

it('nobody_plays_and_nobody_publishes_so_silence_is_right', async () => {
  await hear(30, 5_000);
  expected = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silent).not.toHaveBeenCalled();
});

it('a_new_transport_starts_without_a_past', async () => {
  await hear(30, 5_000);
  watch.restart();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(silent).not.toHaveBeenCalled();
});
