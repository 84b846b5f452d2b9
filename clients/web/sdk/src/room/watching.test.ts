import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ClientMessage } from '../protocol/messages.ts';
import { Watching, type WatchWish } from './watching.ts';

let sent: ClientMessage[];
let watching: Watching;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  watching = new Watching((message) => sent.push(message));
});

afterEach(() => {
  watching.close();
  vi.useRealTimers();
});

function wish(width: number): WatchWish {
  return { tracks: [{ participantId: 'u-ann', source: 'camera', width, height: 360 }] };
}

it('WA1_the_first_wish_is_told_at_once', () => {
  watching.want(wish(640));
  expect(sent).toEqual([{ type: 'watch', tracks: [{ participantId: 'u-ann', source: 'camera', width: 640, height: 360 }] }]);
});

it('WA1_a_layout_that_is_dragged_costs_four_messages_a_second_and_ends_with_the_last', () => {
  for (let width = 1; width <= 100; width += 1) {
    watching.want(wish(width));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(sent.length).toBeLessThanOrEqual(5);
  expect(sent.at(-1)).toMatchObject({ tracks: [{ width: 100 }] });
});

it('the_same_wish_is_told_once_also_when_it_changed_and_changed_back', () => {
  watching.want(wish(640));
  watching.want(wish(320));
  watching.want(wish(640));
  vi.advanceTimersByTime(1_000);
  watching.want(wish(640));
  expect(sent).toHaveLength(1);
});

it('WA7_it_is_told_again_to_another_socket_or_worker_if_there_is_a_wish', () => {
  watching.restate();
  expect(sent).toEqual([]);
  watching.want(wish(640));
  vi.advanceTimersByTime(1_000);
  watching.restate();
  expect(sent).toHaveLength(2);
});

it('after_the_end_nothing_is_told', () => {
  watching.want(wish(640));
  watching.want(wish(320));
  watching.close();
  vi.advanceTimersByTime(1_000);
  expect(sent).toHaveLength(1);
});
