import { h, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LocalDevices } from '../devices/localDevices.ts';
import { useLocalDevices } from '../devices/useLocalDevices.ts';
import { FakeRoom } from '../testing/fakeRoom.ts';
import { FakeTrack, streamOf } from '../testing/fakeTrack.ts';
import { useOnStage, type OnStage } from './useOnStage.ts';

let room: FakeRoom;
let devices: LocalDevices;
let stage: OnStage;
let microphone: FakeTrack;

function Page(): null {
  const local = useLocalDevices();
  devices = local.devices;
  stage = useOnStage(room.asRoom, local);
  return null;
}

beforeEach(async () => {
  room = new FakeRoom();
  const getUserMedia = (wanted: MediaStreamConstraints): Promise<MediaStream> => {
    const track = new FakeTrack(wanted.video === undefined ? 'audio' : 'video');
    if (track.kind === 'audio') {
      microphone = track;
    }
    return Promise.resolve(streamOf(track));
  };
  const getDisplayMedia = (): Promise<MediaStream> => Promise.resolve(streamOf(new FakeTrack('video')));
  const mediaDevices = Object.assign(new EventTarget(), { getUserMedia, getDisplayMedia, enumerateDevices: () => Promise.resolve([]) });
  vi.stubGlobal('navigator', { mediaDevices });
  await act(() => render(h(Page, {}), document.body));
  await act(() => devices.prepare());
});

afterEach(() => {
  render(null, document.body);
  vi.unstubAllGlobals();
});

it('what_opens_is_published', () => {
  expect(room.tracks).toEqual([{ source: 'camera', state: 'live' }, { source: 'microphone', state: 'live' }]);
});

it('a_microphone_that_is_unplugged_is_muted_for_the_others_and_said_in_words', async () => {
  await act(() => {
    microphone.dispatchEvent(new Event('ended'));
  });
  expect(room.tracks).toContainEqual({ source: 'microphone', state: 'muted' });
  expect(stage.error).toMatchObject({ code: 'device_missing' });
});

it('one_that_is_plugged_in_again_is_published_again', async () => {
  await act(() => {
    microphone.dispatchEvent(new Event('ended'));
  });
  await act(() => devices.open('microphone'));
  expect(room.tracks).toContainEqual({ source: 'microphone', state: 'live' });
  expect(room.localTrack('microphone')).toBe(microphone);
  expect(stage.error).toBeUndefined();
});

it('muting_keeps_the_microphone_open_and_unmuting_sends_the_same', async () => {
  const before = microphone;
  await act(() => stage.toggle('microphone'));
  expect(room.tracks).toContainEqual({ source: 'microphone', state: 'muted' });
  expect(before.isRunning).toBe(true);
  await act(() => stage.toggle('microphone'));
  expect(room.tracks).toContainEqual({ source: 'microphone', state: 'live' });
  expect(room.localTrack('microphone')).toBe(before);
});

it('music_opens_the_microphone_anew_and_publishes_it', async () => {
  const before = microphone;
  await act(() => devices.setSound('music'));
  expect(before.isRunning).toBe(false);
  expect(microphone).not.toBe(before);
  expect(room.localTrack('microphone')).toBe(microphone);
});

it('a_shared_film_is_said_to_move_also_while_it_is_shared', async () => {
  await act(() => stage.toggleScreen());
  await vi.waitFor(() => expect(room.localTrack('screen')?.contentHint).toBe('detail'));
  await act(() => stage.setScreenContent('motion'));
  expect(room.localTrack('screen')?.contentHint).toBe('motion');
  expect(stage.screenContent).toBe('motion');
});
