import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('JN9_a_join_that_may_succeed_in_a_moment_is_asked_again', () => {
  const full = new LiveError('no_capacity', 'Full.', { status: 503, retryAfterSeconds: 5 });

  it('after_what_the_server_asks_for_and_something_more_so_that_not_all_come_back_together', async () => {
    vi.mocked(bench.rest.join).mockRejectedValueOnce(full).mockRejectedValueOnce(full);
    const onPending = vi.fn();
    const joining = bench.join({ onPending });
    await vi.advanceTimersByTimeAsync(5_999);
    expect(bench.rest.join).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(bench.rest.join).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(7_000);
    expect((await joining).roomId).toBe('r-1');
    expect(bench.rest.join).toHaveBeenCalledTimes(3);
    expect(onPending.mock.calls.flat()).toEqual(['busy']);
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  it.each([
    ['busy', new LiveError('worker_unavailable', 'The server answered 502.', { status: 502 })],
    ['busy', new LiveError('rate_limited', 'Slow down.', { status: 429, retryAfterSeconds: 1 })],
    ['unreachable', new LiveError('network', 'Offline.')],
  ])('and_the_page_hears_%s', async (state, error) => {
    vi.mocked(bench.rest.join).mockRejectedValueOnce(error);
    const onPending = vi.fn();
    const joining = bench.join({ onPending });
    await vi.advanceTimersByTimeAsync(2_000);
    await joining;
    expect(onPending.mock.calls.flat()).toEqual([state]);
  });

  it('for_half_a_minute_and_then_the_page_hears_why', async () => {
    vi.mocked(bench.rest.join).mockRejectedValue(full);
    const failed = vi.fn();
    bench.join().catch(failed);
    // 6, 7 and 9 s of waiting; the next time would be 13 s later.
    await vi.advanceTimersByTimeAsync(30_000);
    expect(failed).toHaveBeenCalledExactlyOnceWith(full);
    expect(bench.rest.join).toHaveBeenCalledTimes(4);
    expect(FakePeerConnection.newest.connectionState).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('at_once_the_error_where_the_server_asks_for_more_patience_than_that', async () => {
    vi.mocked(bench.rest.join).mockRejectedValue(new LiveError('rate_limited', 'Later.', { status: 429, retryAfterSeconds: 3_600 }));
    await expect(bench.join()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('with_new_patience_after_the_server_said_that_it_is_getting_ready', async () => {
    const join = vi.mocked(bench.rest.join);
    for (let i = 0; i < 10; i += 1) {
      join.mockRejectedValueOnce(full).mockResolvedValueOnce({ state: 'starting', retryAfterSeconds: 3 });
    }
    const onPending = vi.fn();
    const joining = bench.join({ onPending });
    await vi.advanceTimersByTimeAsync(90_000);
    expect((await joining).roomId).toBe('r-1');
    expect(onPending.mock.calls.flat().slice(0, 4)).toEqual(['busy', 'starting', 'busy', 'starting']);
  });

  it('unless_the_caller_gave_up', async () => {
    vi.mocked(bench.rest.join).mockRejectedValue(full);
    const abort = new AbortController();
    const failed = vi.fn();
    bench.join({ signal: abort.signal }).catch(failed);
    await vi.advanceTimersByTimeAsync(1_000);
    const reason = new Error('cancelled');
    abort.abort(reason);
    await vi.advanceTimersByTimeAsync(0);
    expect(failed).toHaveBeenCalledExactlyOnceWith(reason);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(bench.rest.join).toHaveBeenCalledOnce();
  });
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
