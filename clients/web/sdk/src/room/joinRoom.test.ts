import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveError } from '../errors.ts';
import { joined } from '../testing/entries.ts';
import { FakePeerConnection, fakeTrack } from '../testing/fakePeerConnection.ts';
import { clearBench, roomBench, type RoomBench } from '../testing/roomBench.ts';
import { sdk } from '../version.ts';

let bench: RoomBench;

beforeEach(() => {
  bench = roomBench();
});

afterEach(clearBench);

it('JN1_the_offer_goes_with_the_join_and_the_answer_comes_back', async () => {
  await bench.join({ publish: ['camera', 'microphone'], displayName: 'Ann' });
  expect(bench.rest.join).toHaveBeenCalledExactlyOnceWith('token', 'r-1', {
    sdk,
    displayName: 'Ann',
    offer: 'offer of 0',
    publish: [{ mid: '0', source: 'microphone' }, { mid: '1', source: 'camera' }],
  }, undefined);
  expect(FakePeerConnection.newest.remote).toBe('answer 1');
});

it('MD2_publishing_sections_come_first_then_audio_slots_then_video_slots', async () => {
  await bench.join({ publish: ['screenAudio', 'screen', 'camera', 'microphone'] });
  expect(FakePeerConnection.newest.transceivers.map(({ kind, direction }) => `${direction} ${kind}`)).toEqual([
    'sendonly audio', 'sendonly video', 'sendonly video', 'sendonly audio', 'recvonly audio', 'recvonly video', 'recvonly video',
  ]);
});

it('MD6_music_is_said_of_the_sections_that_carry_it', async () => {
  await bench.join({ publish: ['microphone', 'screenAudio'], sound: 'music' });
  await bench.join({ publish: ['microphone', 'screenAudio'] });
  expect(vi.mocked(bench.rest.join).mock.calls.map(([, , request]) => request.publish)).toEqual([
    [{ mid: '0', source: 'microphone', content: 'music' }, { mid: '1', source: 'screenAudio', content: 'music' }],
    [{ mid: '0', source: 'microphone' }, { mid: '1', source: 'screenAudio', content: 'music' }],
  ]);
});

it('a_room_for_voices_negotiates_no_video_at_all', async () => {
  await bench.join({ publish: ['microphone'], receive: { audio: 3, video: 0 } });
  expect(FakePeerConnection.newest.transceivers.map(({ kind }) => kind)).toEqual(['audio', 'audio', 'audio', 'audio']);
});

it('a_camera_is_negotiated_in_three_sizes_and_a_screen_in_two', async () => {
  await bench.join({ publish: ['camera', 'screen'] });
  const rids = FakePeerConnection.newest.transceivers.map(({ sender }) => sender.parameters.encodings.map(({ rid }) => rid).join(''));
  expect(rids).toEqual(['qhf', 'hf', '', '', '']);
});

it('tracks_given_to_the_join_are_sent_from_the_start', async () => {
  const camera = fakeTrack('video');
  await bench.join({ publish: ['microphone', 'camera'], tracks: { camera } });
  expect(FakePeerConnection.newest.transceivers.map(({ sender }) => sender.track)).toEqual([null, camera, null, null, null]);
});

it('JN7_who_waits_in_the_lobby_asks_again_with_the_entry', async () => {
  vi.mocked(bench.rest.join)
    .mockResolvedValueOnce({ state: 'starting', retryAfterSeconds: 1 })
    .mockResolvedValueOnce({ state: 'waiting', retryAfterSeconds: 2, entryId: 'e-1' });
  const onPending = vi.fn();
  const joining = bench.join({ onPending });
  await vi.advanceTimersByTimeAsync(3_000);
  await joining;
  expect(onPending.mock.calls.flat()).toEqual(['starting', 'waiting']);
  expect(vi.mocked(bench.rest.join).mock.calls[2]?.[2]).toMatchObject({ entryId: 'e-1', offer: 'offer of 0' });
});

it('a_refused_join_leaves_nothing_open', async () => {
  vi.mocked(bench.rest.join).mockRejectedValue(new LiveError('room_closed', 'Closed.'));
  await expect(bench.join()).rejects.toMatchObject({ code: 'room_closed' });
  expect(FakePeerConnection.newest.connectionState).toBe('closed');
  expect(bench.sockets).toEqual([]);
});

it('JN6_who_cannot_use_the_answer_leaves_again', async () => {
  vi.spyOn(FakePeerConnection.prototype, 'setRemoteDescription').mockRejectedValue(new Error('bad sdp'));
  await expect(bench.join()).rejects.toMatchObject({ code: 'unexpected_response' });
  expect(bench.rest.leave).toHaveBeenCalledExactlyOnceWith('t-1', 'r-1');
});

it('SK7_without_media_there_is_no_offer_but_a_sign_of_life_every_ten_seconds', async () => {
  vi.mocked(bench.rest.join).mockResolvedValue(joined());
  const room = await bench.join({ mode: 'SIGNALLING_ONLY' });
  expect(FakePeerConnection.all).toEqual([]);
  bench.socket().ports.opened();
  expect(room.state).toEqual({ kind: 'connected' });
  await vi.advanceTimersByTimeAsync(30_000);
  expect(bench.socket().sentOf('alive')).toHaveLength(3);
});
