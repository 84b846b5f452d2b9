import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveError } from '../errors.ts';
import { entry, frame, joined } from '../testing/entries.ts';
import { FakePeerConnection, fakeTrack } from '../testing/fakePeerConnection.ts';
import { clearBench, roomBench, type RoomBench } from '../testing/roomBench.ts';
import type { Room } from './room.ts';

let bench: RoomBench;
let room: Room;

beforeEach(async () => {
  bench = roomBench();
  room = await bench.join({ publish: ['microphone', 'camera'] });
  bench.socket().ports.opened();
  FakePeerConnection.newest.become('connected');
});

afterEach(async () => {
  await room.leave();
  clearBench();
});

/** Lets the resume that is under way end well. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
  FakePeerConnection.newest.become('connected');
  await vi.advanceTimersByTimeAsync(0);
}

it('is_connected_when_both_media_and_socket_are', () => {
  expect(room.state).toEqual({ kind: 'connected' });
  bench.socket().ports.lost();
  expect(room.state).toEqual({ kind: 'reconnecting', media: false, signaling: true });
});

it('SK6_each_new_socket_asks_for_a_snapshot_and_states_the_tracks', async () => {
  await room.publish('camera', fakeTrack('video'));
  await room.setMuted('camera', true);
  bench.socket().sent.length = 0;
  bench.socket().ports.opened();
  expect(bench.socket().sent).toEqual([
    { type: 'sync', afterSeq: 0 },
    { type: 'publish', tracks: [{ source: 'camera', state: 'muted' }] },
  ]);
});

it('SK5_publish_states_all_tracks_and_needs_no_new_offer', async () => {
  const camera = fakeTrack('video');
  await room.publish('microphone', fakeTrack('audio'));
  await room.publish('camera', camera);
  expect(bench.socket().sentOf('publish').at(-1)).toEqual({
    type: 'publish', tracks: [{ source: 'microphone', state: 'live' }, { source: 'camera', state: 'live' }],
  });
  expect(FakePeerConnection.newest.transceivers[1]?.sender.track).toBe(camera);
  expect(FakePeerConnection.all).toHaveLength(1);
});

it('a_muted_track_is_not_sent_and_comes_back', async () => {
  const camera = fakeTrack('video');
  await room.publish('camera', camera);
  await room.setMuted('camera', true);
  expect(FakePeerConnection.newest.transceivers[1]?.sender.track).toBeNull();
  await room.setMuted('camera', false);
  expect(FakePeerConnection.newest.transceivers[1]?.sender.track).toBe(camera);
});

it('JN4_a_source_without_a_place_is_refused_in_words', async () => {
  await expect(room.publish('screen', fakeTrack('video'))).rejects.toMatchObject({ code: 'publish_forbidden' });
});

it('JN5_a_failed_transport_is_replaced_before_it_is_let_go_and_the_tracks_move', async () => {
  const camera = fakeTrack('video');
  await room.publish('camera', camera);
  const [old] = FakePeerConnection.all;
  const stream = room.slots[0]?.stream;
  old?.become('failed');
  expect(room.state).toMatchObject({ kind: 'reconnecting', media: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(bench.rest.resume).toHaveBeenCalledOnce();
  expect(old?.connectionState).toBe('failed');
  await settle();
  expect(old?.connectionState).toBe('closed');
  expect(FakePeerConnection.newest).not.toBe(old);
  expect(FakePeerConnection.newest.remote).toBe('answer 2');
  expect(FakePeerConnection.newest.transceivers[1]?.sender.track).toBe(camera);
  expect(room.slots[0]?.stream).toBe(stream);
  expect(stream?.getTracks()).toEqual([FakePeerConnection.newest.transceivers[2]?.receiver.track]);
  expect(room.state).toEqual({ kind: 'connected' });
});

it('CD3_a_codec_that_somebody_cannot_decode_is_replaced_with_a_new_transport_while_the_old_one_plays_on', async () => {
  await room.leave();
  room = await bench.join({ publish: ['camera'], codec: 'vp9' });
  bench.socket().ports.opened();
  const old = FakePeerConnection.newest;
  old.answerCodec('video/VP9');
  old.become('connected');
  bench.socket().ports.message({ type: 'codecs', video: ['VP8', 'VP9'] });
  expect(bench.rest.resume).not.toHaveBeenCalled();
  bench.socket().ports.message({ type: 'codecs', video: ['VP8', 'H264', 'from the future'] });
  expect(room.state).toEqual({ kind: 'connected' });
  await vi.advanceTimersByTimeAsync(0);
  expect(FakePeerConnection.newest).not.toBe(old);
  expect(FakePeerConnection.newest.transceivers[0]?.sender.parameters.encodings).toHaveLength(3);
  FakePeerConnection.newest.answerCodec('video/VP8');
  await settle();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(old.connectionState).toBe('closed');
  expect(bench.rest.resume).toHaveBeenCalledOnce();
});

it('a_short_outage_heals_without_a_new_transport', async () => {
  FakePeerConnection.newest.become('disconnected');
  await vi.advanceTimersByTimeAsync(1_900);
  FakePeerConnection.newest.become('connected');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bench.rest.resume).not.toHaveBeenCalled();
  expect(room.state).toEqual({ kind: 'connected' });
});

it('an_outage_is_never_given_up_but_asked_about_ever_more_slowly', async () => {
  vi.mocked(bench.rest.resume).mockRejectedValue(new LiveError('network', 'Away.'));
  FakePeerConnection.newest.become('failed');
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  const attempts = vi.mocked(bench.rest.resume).mock.calls.length;
  expect(attempts).toBeGreaterThan(300);
  expect(attempts).toBeLessThan(400);
  expect(room.state.kind).toBe('reconnecting');
});

it('a_network_that_comes_back_is_used_at_once', async () => {
  vi.mocked(bench.rest.resume).mockRejectedValueOnce(new LiveError('worker_unavailable', 'Later.', { retryAfterSeconds: 30 }));
  FakePeerConnection.newest.become('failed');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bench.rest.resume).toHaveBeenCalledTimes(1);
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(bench.rest.resume).toHaveBeenCalledTimes(2);
});

it('an_attempt_that_hangs_in_a_network_that_is_gone_is_given_up_for_the_one_that_is_back', async () => {
  vi.mocked(bench.rest.resume).mockImplementationOnce((_ticket, _room, _body, signal) => new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  }));
  FakePeerConnection.newest.become('failed');
  await vi.advanceTimersByTimeAsync(1_000);
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bench.rest.resume).toHaveBeenCalledTimes(1);
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(bench.rest.resume).toHaveBeenCalledTimes(2);
  await settle();
  expect(room.state).toEqual({ kind: 'connected' });
});

it('LY1_layers_that_nobody_watches_are_switched_off_and_a_new_transport_starts_with_all', async () => {
  const active = (): readonly unknown[] => FakePeerConnection.newest.transceivers[1]?.sender.parameters.encodings.map(({ active }) => active) ?? [];
  bench.socket().receive({ type: 'layers', epoch: 1, tracks: [{ source: 'camera', rids: ['q'] }] });
  await vi.advanceTimersByTimeAsync(0);
  expect(active()).toEqual([true, false, false]);
  FakePeerConnection.newest.become('failed');
  await vi.advanceTimersByTimeAsync(0);
  await settle();
  expect(active()).toEqual([true, true, true]);
});

it('WA7_what_is_watched_is_told_again_after_a_resume_and_to_a_new_socket', async () => {
  const wish = { tracks: [{ participantId: 'u-ann', source: 'camera', width: 640, height: 360 }] } as const;
  room.watch(wish);
  room.resume();
  await settle();
  await vi.advanceTimersByTimeAsync(250);
  bench.socket().ports.opened();
  await vi.advanceTimersByTimeAsync(250);
  expect(bench.socket().sentOf('watch')).toEqual([{ type: 'watch', ...wish }, { type: 'watch', ...wish }, { type: 'watch', ...wish }]);
});

it('a_resume_that_the_server_refuses_is_the_end', async () => {
  const closed = vi.fn();
  room.on('closed', closed);
  vi.mocked(bench.rest.resume).mockRejectedValue(new LiveError('session_ended', 'Over.'));
  FakePeerConnection.newest.become('failed');
  await vi.advanceTimersByTimeAsync(0);
  expect(closed).toHaveBeenCalledExactlyOnceWith({ kind: 'refused', error: expect.objectContaining({ code: 'session_ended' }) as unknown });
  expect(bench.socket().isClosed).toBe(true);
});

it('a_resume_under_another_key_changes_the_socket_too', async () => {
  const { pubsub } = joined();
  vi.mocked(bench.rest.resume).mockResolvedValue(joined({ pubsub: { ...pubsub, privateGroup: 'p.k2' } }));
  room.resume();
  await settle();
  expect(bench.sockets.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  bench.sockets[0]?.receive({ type: 'closed', reason: { code: 1011, name: 'DUPLICATE_PARTICIPANT' } });
  expect(room.state.kind).not.toBe('closed');
});

it('JN3_closed_ends_everything_and_nothing_comes_back_by_itself', async () => {
  bench.socket().receive({ type: 'closed', reason: { code: 1011, name: 'DUPLICATE_PARTICIPANT' } });
  expect(room.state).toEqual({ kind: 'closed', why: { kind: 'ended', reason: { code: 1011, name: 'DUPLICATE_PARTICIPANT' } } });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(bench.rest.resume).not.toHaveBeenCalled();
  expect(bench.rest.leave).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

it('JN6_a_closing_tab_sends_its_beacon', () => {
  dispatchEvent(new Event('pagehide'));
  expect(bench.rest.leaveByBeacon).toHaveBeenCalledExactlyOnceWith('t-1', 'r-1');
});

it('FD6_chat_is_pending_then_in_the_log_and_is_sent_again_after_a_new_socket', () => {
  const id = room.sendChat('hello');
  expect(room.messages[0]?.delivery.kind).toBe('pending');
  bench.socket().ports.opened();
  expect(bench.socket().sentOf('chat')).toEqual([{ type: 'chat', id, text: 'hello' }, { type: 'chat', id, text: 'hello' }]);
  bench.socket().receive(frame(11, { lastSeq: 1, entries: [entry(1, 'u-me', id)] }));
  bench.socket().receive({ type: 'ack', id, seq: 1 });
  expect(room.messages.map(({ delivery }) => delivery)).toEqual([{ kind: 'sent', seq: 1 }]);
});

it('failed_chat_can_be_sent_again_under_its_id', () => {
  const id = room.sendChat('hello');
  bench.socket().receive({ type: 'error', code: 'chat_too_fast', message: 'Slow.', fault: 'caller', id });
  expect(room.messages[0]?.delivery.kind).toBe('failed');
  room.retryChat(id);
  expect(room.messages[0]?.delivery.kind).toBe('pending');
  expect(bench.socket().sentOf('chat')).toHaveLength(2);
});

it('JN7_moderators_see_who_waits_until_somebody_answered', () => {
  const waiting = vi.fn();
  room.on('entry', waiting);
  bench.socket().receive({ type: 'entry', entryId: 'e-1', displayName: 'Cleo', state: 'requested' });
  bench.socket().receive({ type: 'entry', entryId: 'e-1', displayName: 'Cleo', state: 'allowed' });
  expect(waiting.mock.calls).toEqual([[[{ entryId: 'e-1', displayName: 'Cleo' }]], [[]]]);
});

it('MV2_a_room_that_moves_resumes_beside_the_old_transport_which_a_host_keeps_until_its_worker_closes_it', async () => {
  const [old] = FakePeerConnection.all;
  bench.socket().receive({ type: 'move', reason: 'drain', deadlineSeconds: 30 });
  await vi.advanceTimersByTimeAsync(0);
  expect(bench.rest.resume).toHaveBeenCalledOnce();
  expect(room.state).toEqual({ kind: 'connected' });
  await settle();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(FakePeerConnection.newest).not.toBe(old);
  expect(old?.connectionState).toBe('connected');
  old?.become('failed');
  expect(old?.connectionState).toBe('closed');
  expect(room.state).toEqual({ kind: 'connected' });
  expect(bench.rest.resume).toHaveBeenCalledOnce();
});
