import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { entry, frame, person, snapshot } from '../testing/entries.ts';
import { RoomFeed } from './roomFeed.ts';

const ports = { sync: vi.fn(), readLog: vi.fn(), changed: vi.fn() };
let feed: RoomFeed;

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  feed = new RoomFeed('u-me', snapshot({ lastSeq: 7, log: [entry(7)], audience: 3 }), ports, () => 0.5);
});

afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

it('JN2_frames_continue_the_snapshot', () => {
  feed.handleFrame(frame(11, {
    lastSeq: 8, entries: [entry(8)], roster: [{ op: 'joined', participantId: 'a', participant: person('a') }], audience: 4,
  }));
  expect(feed.participants.map(({ participantId }) => participantId)).toEqual(['a']);
  expect(feed.audience).toBe(4);
  expect(feed.chat.messages).toHaveLength(2);
  expect(ports.changed.mock.calls.flat()).toEqual(['participants', 'chat', 'audience']);
  expect(vi.getTimerCount()).toBe(0);
});

it('SK6_a_gap_is_used_as_far_as_it_goes_and_healed_by_one_sync_within_two_seconds', () => {
  feed.handleFrame(frame(13, { lastSeq: 9, entries: [entry(9)], audience: 5 }));
  feed.handleFrame(frame(15, { lastSeq: 9, audience: 6 }));
  expect(feed.audience).toBe(6);
  vi.advanceTimersByTime(999);
  expect(ports.sync).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ports.sync).toHaveBeenCalledExactlyOnceWith(7);
});

it('SK6_a_snapshot_that_comes_first_spares_the_sync', () => {
  feed.handleFrame(frame(13));
  feed.handleSnapshot(snapshot({ frame: 13, lastSeq: 7, participants: [person('b')] }));
  vi.advanceTimersByTime(5_000);
  expect(ports.sync).not.toHaveBeenCalled();
  expect(feed.participants.map(({ participantId }) => participantId)).toEqual(['b']);
});

it('FD5_entries_that_a_snapshot_does_not_reach_are_read_from_the_log_page_by_page', async () => {
  ports.readLog.mockImplementation((after: number) => Promise.resolve({ lastSeq: 12, entries: [entry(after + 1), entry(after + 2)] }));
  feed.handleSnapshot(snapshot({ frame: 20, lastSeq: 12, log: [entry(12)] }));
  await vi.runAllTimersAsync();
  expect(ports.readLog.mock.calls.map(([after]) => after as unknown)).toEqual([7, 9]);
  expect(feed.chat.contiguousSeq).toBe(12);
});

it('a_log_that_does_not_answer_is_asked_again_with_the_next_frame', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  ports.readLog.mockRejectedValueOnce(new Error('down')).mockResolvedValue({ lastSeq: 8, entries: [entry(8)] });
  feed.handleFrame(frame(11, { lastSeq: 8 }));
  await vi.runAllTimersAsync();
  expect(feed.chat.contiguousSeq).toBe(7);
  feed.handleFrame(frame(12, { lastSeq: 8 }));
  await vi.runAllTimersAsync();
  expect(feed.chat.contiguousSeq).toBe(8);
});
