import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LivenessWatch } from './livenessWatch.ts';

const silent = vi.fn();
let bytes = 0;
let expected = true;
/** How long a poll takes, in ms. */
let slowness = 0;
let watch: LivenessWatch;
let flow: ReturnType<typeof setInterval> | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  silent.mockClear();
  expected = true;
  slowness = 0;
  watch = new LivenessWatch({ heard, expected: () => expected, silent });
});

afterEach(() => {
  clearInterval(flow);
  watch.close();
  vi.useRealTimers();
});

async function heard(): Promise<number> {
  if (slowness > 0) {
    await new Promise((resolve) => setTimeout(resolve, slowness));
  }
  return bytes;
}

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

it('a_starved_page_that_polls_every_second_and_a_half_notices_all_the_same', async () => {
  await hear(30, 5_000);
  slowness = 1_500;
  await vi.advanceTimersByTimeAsync(5_200);
  expect(silent).toHaveBeenCalledOnce();
});

it('a_page_that_slept_gives_the_transport_a_moment', async () => {
  await hear(30, 5_000);
  slowness = 30_000;
  await vi.advanceTimersByTimeAsync(30_250);
  slowness = 0;
  await hear(30, 5_000);
  expect(silent).not.toHaveBeenCalled();
});

it('a_transport_lost_before_it_was_known_is_noticed_sooner_than_by_ice', async () => {
  await hear(30, 1_000);
  await vi.advanceTimersByTimeAsync(2_900);
  expect(silent).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(800);
  expect(silent).toHaveBeenCalledOnce();
});

it('a_pause_just_before_the_loss_does_not_hide_it', async () => {
  await hear(30, 5_000);
  await vi.advanceTimersByTimeAsync(1_150);
  await hear(30, 200);
  await vi.advanceTimersByTimeAsync(1_230);
  await hear(30, 300);
  silent.mockClear();
  // Twice the longest pause, and something more.
  await vi.advanceTimersByTimeAsync(4_000);
  expect(silent).toHaveBeenCalledOnce();
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
