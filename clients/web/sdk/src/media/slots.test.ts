import { beforeEach, expect, it, vi } from 'vitest';
import { FakeMediaStream, fakeTrack } from '../testing/fakePeerConnection.ts';
import { SlotTable } from './slots.ts';

beforeEach(() => {
  vi.stubGlobal('MediaStream', FakeMediaStream);
  return () => vi.unstubAllGlobals();
});

it('MD3_an_occupant_comes_and_goes_while_the_stream_stays', () => {
  const slots = new SlotTable({ audio: 0, video: 1 });
  const before = slots.list[0];
  slots.assign([{ kind: 'video', slot: 0, mid: '1', participantId: 'a', source: 'camera', csrc: 11 }]);
  expect(slots.list[0]?.occupant).toEqual({ participantId: 'a', source: 'camera' });
  slots.assign([{ kind: 'video', slot: 0, mid: '1' }]);
  expect(slots.list[0]?.occupant).toBeUndefined();
  expect(slots.list[0]?.stream).toBe(before?.stream);
});

it('SK5_a_slot_that_is_not_named_is_empty_and_one_that_does_not_exist_is_ignored', () => {
  const slots = new SlotTable({ audio: 1, video: 1 });
  slots.assign([{ kind: 'audio', slot: 0, mid: '0', participantId: 'a', source: 'microphone' }]);
  slots.assign([{ kind: 'video', slot: 7, mid: '9', participantId: 'a', source: 'camera' }]);
  expect(slots.list.map(({ occupant }) => occupant)).toEqual([undefined, undefined]);
});

it('another_transport_brings_its_track_into_the_same_stream', () => {
  const slots = new SlotTable({ audio: 1, video: 0 });
  const [first, second] = [fakeTrack('audio'), fakeTrack('audio')];
  slots.bind('audio', [{ track: first }]);
  const stream = slots.list[0]?.stream;
  slots.bind('audio', [{ track: second }]);
  expect(slots.list[0]?.stream).toBe(stream);
  expect(stream?.getTracks()).toEqual([second]);
});
