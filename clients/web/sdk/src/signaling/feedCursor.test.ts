import { expect, it } from 'vitest';
import { FeedCursor } from './feedCursor.ts';

it('FD1_frames_in_order_are_next', () => {
  const cursor = new FeedCursor({ epoch: 1, frame: 12 });
  expect([13, 14, 15].map((frame) => cursor.advance({ epoch: 1, frame }))).toEqual(['next', 'next', 'next']);
});

it('SK6_a_jump_is_a_gap_once_and_the_count_goes_on_from_there', () => {
  const cursor = new FeedCursor({ epoch: 1, frame: 12 });
  expect([15, 16].map((frame) => cursor.advance({ epoch: 1, frame }))).toEqual(['gap', 'next']);
});

it('a_repeated_or_older_frame_is_stale', () => {
  const cursor = new FeedCursor({ epoch: 2, frame: 5 });
  expect(cursor.advance({ epoch: 2, frame: 5 })).toBe('stale');
  expect(cursor.advance({ epoch: 1, frame: 900 })).toBe('stale');
});

it('a_higher_epoch_is_a_gap_since_the_old_worker_may_have_said_more', () => {
  const cursor = new FeedCursor({ epoch: 1, frame: 5 });
  expect(cursor.advance({ epoch: 2, frame: 1 })).toBe('gap');
  expect(cursor.advance({ epoch: 2, frame: 2 })).toBe('next');
});

it('a_snapshot_older_than_a_seen_frame_does_not_turn_time_back', () => {
  const cursor = new FeedCursor({ epoch: 1, frame: 5 });
  expect(cursor.reset({ epoch: 1, frame: 4 })).toBe(false);
  expect(cursor.reset({ epoch: 1, frame: 9 })).toBe(true);
  expect(cursor.advance({ epoch: 1, frame: 10 })).toBe('next');
});
