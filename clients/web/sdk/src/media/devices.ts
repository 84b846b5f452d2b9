import { LiveError } from '../errors.ts';
import type { SoundContent } from './encodings.ts';

export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface Devices {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

/** Labels are empty until the person allowed a device once; the names given here stand in for them. */
export async function listDevices(): Promise<Devices> {
  const all = await mediaDevices().enumerateDevices();
  const pick = (kind: MediaDeviceKind, name: string): readonly Device[] =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device, index) => ({ id: device.deviceId, label: device.label === '' ? `${name} ${index + 1}` : device.label }));
  return {
    cameras: pick('videoinput', 'Camera'),
    microphones: pick('audioinput', 'Microphone'),
    speakers: pick('audiooutput', 'Speaker'),
  };
}

/** Something was plugged in or out. Answers the function that stops listening. */
export function onDevicesChanged(listener: () => void): () => void {
  const devices = mediaDevices();
  devices.addEventListener('devicechange', listener);
  return () => devices.removeEventListener('devicechange', listener);
}

export async function openCamera(deviceId?: string): Promise<MediaStreamTrack> {
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 }, ...exact(deviceId) };
  return first(await inWords(() => mediaDevices().getUserMedia({ video }), 'camera'), 'video', 'camera');
}

/** Music comes as it is, in stereo where the device has it: what cleans a voice takes the strings away. */
export async function openMicrophone(deviceId?: string, content: SoundContent = 'speech'): Promise<MediaStreamTrack> {
  const isVoice = content === 'speech';
  const audio = {
    echoCancellation: isVoice, noiseSuppression: isVoice, autoGainControl: isVoice,
    ...(isVoice ? {} : { channelCount: { ideal: 2 }, sampleRate: { ideal: 48_000 } }),
    ...exact(deviceId),
  };
  return first(await inWords(() => mediaDevices().getUserMedia({ audio }), 'microphone'), 'audio', 'microphone');
}

export interface ScreenShare {
  readonly video: MediaStreamTrack;
  /** Absent where the person or the browser shares no sound. */
  readonly audio: MediaStreamTrack | undefined;
}

/**
 * Undefined when the person closed the picker: that is a choice, not an error.
 * @param content - `detail`: something to read, sharp at few frames; `motion`: a film or a game, which must move
 */
export async function openScreen(content: 'detail' | 'motion' = 'detail'): Promise<ScreenShare | undefined> {
  try {
    const stream = await mediaDevices().getDisplayMedia({
      video: { frameRate: { ideal: 30 } },
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const video = first(stream, 'video', 'screen');
    video.contentHint = content;
    return { video, audio: stream.getAudioTracks()[0] };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      return undefined;
    }
    throw deviceError(error, 'screen');
  }
}

type DeviceName = 'camera' | 'microphone' | 'screen';

/** What a person can do about it, from the names that Media Capture and Streams section 10.2 gives. */
export function deviceError(error: unknown, device: DeviceName): LiveError {
  if (error instanceof LiveError) {
    return error;
  }
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new LiveError('device_denied', `The browser may not use the ${device}. Allow it in the address bar, then try again.`, { cause: error });
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new LiveError('device_missing', `No ${device} was found. Connect one, or choose another.`, { cause: error });
    case 'NotReadableError':
    case 'AbortError':
      return new LiveError('device_busy', `The ${device} is used by another program. Close that, then try again.`, { cause: error });
    default:
      return new LiveError('device_failed', `The ${device} could not be started.`, { cause: error });
  }
}

async function inWords(open: () => Promise<MediaStream>, device: DeviceName): Promise<MediaStream> {
  try {
    return await open();
  } catch (error) {
    throw deviceError(error, device);
  }
}

function first(stream: MediaStream, kind: 'audio' | 'video', device: DeviceName): MediaStreamTrack {
  const track = (kind === 'audio' ? stream.getAudioTracks() : stream.getVideoTracks())[0];
  if (track === undefined) {
    throw new LiveError('device_missing', `No ${device} was found. Connect one, or choose another.`);
  }
  return track;
}

function exact(deviceId: string | undefined): { readonly deviceId?: { readonly exact: string } } {
  return deviceId === undefined || deviceId === '' ? {} : { deviceId: { exact: deviceId } };
}

function mediaDevices(): MediaDevices {
  // Absent outside of secure contexts (https or localhost), whatever the type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) {
    throw new LiveError('device_insecure', 'Browsers give cameras and microphones only to pages opened over https.');
  }
  return devices;
}
