import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeRoom } from '../testing/fakeRoom.ts';
import { FakeTrack, streamOf } from '../testing/fakeTrack.ts';
import { startSharing, stopSharing } from './screenSharing.ts';

let room: FakeRoom;
let video: FakeTrack;
let audio: FakeTrack;
let choose: () => void;

beforeEach(() => {
  room = new FakeRoom();
  video = new FakeTrack('video');
  audio = new FakeTrack('audio');
  const getDisplayMedia = (): Promise<MediaStream> => new Promise((resolve) => {
    choose = () => resolve(streamOf(video, audio));
  });
  vi.stubGlobal('navigator', { mediaDevices: { getDisplayMedia } });
});

afterEach(() => void vi.unstubAllGlobals());

async function share(): Promise<void> {
  const started = startSharing(room.asRoom, 'detail', () => undefined);
  choose();
  await started;
}

it('the_capture_ends_with_the_room', async () => {
  await share();
  expect(room.tracks.map(({ source }) => source)).toEqual(['screen', 'screenAudio']);
  expect(video.isRunning && audio.isRunning).toBe(true);
  room.close();
  expect(video.isRunning || audio.isRunning).toBe(false);
});

it('a_screen_chosen_after_the_room_ended_is_let_go', async () => {
  const started = startSharing(room.asRoom, 'detail', () => undefined);
  room.close();
  choose();
  await started;
  expect(video.isRunning || audio.isRunning).toBe(false);
  expect(room.tracks).toEqual([]);
});

it('a_second_picker_does_not_replace_the_share', async () => {
  await share();
  const first = video;
  video = new FakeTrack('video');
  await share();
  expect(first.isRunning).toBe(true);
  expect(video.isRunning).toBe(false);
});

it('a_share_that_cannot_be_published_is_let_go', async () => {
  room.publishing = () => Promise.reject(new Error('No.'));
  await expect(share()).rejects.toThrow('No.');
  expect(video.isRunning || audio.isRunning).toBe(false);
  expect(room.tracks).toEqual([]);
});

it('stopping_while_it_is_being_published_stops_sound_and_picture', async () => {
  const published: (() => void)[] = [];
  room.publishing = () => new Promise((resolve) => void published.push(resolve));
  const started = startSharing(room.asRoom, 'detail', () => undefined);
  choose();
  await vi.waitFor(() => expect(room.tracks).toHaveLength(2));
  await stopSharing(room.asRoom);
  expect(video.isRunning || audio.isRunning).toBe(false);
  expect(room.tracks).toEqual([]);
  published.forEach((resolve) => resolve());
  await started;
});
