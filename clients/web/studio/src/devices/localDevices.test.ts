import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeTrack, streamOf } from '../testing/fakeTrack.ts';
import { LocalDevices } from './localDevices.ts';

interface Request {
  readonly kind: 'camera' | 'microphone';
  readonly allow: () => FakeTrack;
  readonly deny: () => void;
}

let requests: Request[];
let devices: LocalDevices;

beforeEach(() => {
  requests = [];
  const getUserMedia = (wanted: MediaStreamConstraints): Promise<MediaStream> => new Promise((resolve, reject) => {
    const kind = wanted.video === undefined ? 'microphone' : 'camera';
    requests.push({
      kind,
      allow: () => {
        const track = new FakeTrack(kind === 'camera' ? 'video' : 'audio');
        resolve(streamOf(track));
        return track;
      },
      deny: () => reject(new DOMException('No.', 'NotAllowedError')),
    });
  });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia, enumerateDevices: () => Promise.resolve([]) } });
  devices = new LocalDevices(() => undefined);
});

afterEach(() => void vi.unstubAllGlobals());

function request(index: number): Request {
  const found = requests[index];
  if (found === undefined) {
    throw new Error(`The browser was not asked ${index + 1} times.`);
  }
  return found;
}

it('a_permission_granted_after_closing_leaves_no_camera_on', async () => {
  const opened = devices.open('camera');
  devices.close();
  const late = request(0).allow();
  await opened;
  expect(late.isRunning).toBe(false);
  expect(devices.state.camera.on).toBe(false);
});

it('a_permission_granted_after_turning_off_leaves_no_camera_on', async () => {
  const opened = devices.open('camera');
  devices.turnOff('camera');
  const late = request(0).allow();
  await opened;
  expect(late.isRunning).toBe(false);
});

it.each(['first', 'last'])('of_two_overlapping_opens_the_last_one_counts_when_the_%s_comes_first', async (order) => {
  const opened = [devices.open('camera', 'a'), devices.open('camera', 'b')];
  const answer = [0, 1].map((index) => () => request(index).allow());
  const inOrder = order === 'first' ? answer : answer.toReversed();
  const tracks = inOrder.map((allow) => allow());
  await Promise.all(opened);
  const [early, last] = order === 'first' ? tracks : tracks.toReversed();
  expect(early?.isRunning).toBe(false);
  expect(last?.isRunning).toBe(true);
  expect(devices.state.camera.track).toBe(last);
});

it('a_device_that_cannot_be_switched_to_leaves_the_old_one_as_it_was', async () => {
  const opened = devices.open('microphone');
  request(0).allow();
  await opened;
  devices.turnOff('microphone');
  const switched = devices.open('microphone', 'other');
  request(1).deny();
  await switched;
  expect(devices.state.microphone).toMatchObject({ on: false, error: { code: 'device_denied' } });
});

/** The person allows whatever is asked for. */
async function prepared(): Promise<void> {
  let answered = requests.length;
  let isDone = false;
  const done = devices.prepare().then(() => { isDone = true; });
  await vi.waitFor(() => {
    requests.slice(answered).forEach(({ allow }) => allow());
    answered = requests.length;
    expect(isDone).toBe(true);
  });
  await done;
}

it('a_camera_that_was_turned_off_stays_off_on_the_next_visit', async () => {
  await prepared();
  expect(requests.map(({ kind }) => kind)).toEqual(['camera', 'microphone']);
  devices.turnOff('camera');
  devices.release();
  await prepared();
  expect(requests.map(({ kind }) => kind)).toEqual(['camera', 'microphone', 'microphone']);
  expect(devices.state.camera.on).toBe(false);
});

it('closing_while_the_camera_is_asked_for_asks_for_nothing_more', async () => {
  const done = devices.prepare();
  devices.close();
  request(0).allow();
  await done;
  expect(requests).toHaveLength(1);
});
