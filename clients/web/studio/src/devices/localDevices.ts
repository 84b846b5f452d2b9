import { listDevices, LiveError, onDevicesChanged, openCamera, openMicrophone, type Devices, type SoundContent } from '@serverless-live/sdk';

export type DeviceKind = 'camera' | 'microphone';

export interface DeviceState {
  /** What the person wants; the track follows. */
  readonly on: boolean;
  readonly track: MediaStreamTrack | undefined;
  readonly error: LiveError | undefined;
}

export interface LocalDevicesState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  /** What the microphone is opened for. */
  readonly sound: SoundContent;
  readonly available: Devices;
}

const closed: DeviceState = { on: false, track: undefined, error: undefined };

/** The own camera and microphone, from the green room into the room. */
export class LocalDevices {
  #state: LocalDevicesState = {
    camera: closed,
    microphone: closed,
    sound: 'speech',
    available: { cameras: [], microphones: [], speakers: [] },
  };
  readonly #changed: (state: LocalDevicesState) => void;
  /** Counts up with all that overrules an `open` still waiting for the person's permission. */
  readonly #generation = { camera: 0, microphone: 0 };
  /** What the person turned off stays off, over a failed join and a later visit. */
  readonly #turnedOff = new Set<DeviceKind>();
  #preparations = 0;
  #unlisten: (() => void) | undefined;

  constructor(changed: (state: LocalDevicesState) => void) {
    this.#changed = changed;
  }

  get state(): LocalDevicesState {
    return this.#state;
  }

  /** Starts to watch what is plugged in. */
  watch(): void {
    try {
      this.#unlisten = onDevicesChanged(() => void this.#refresh());
    } catch {
      // Not a secure context: opening a device says so in words.
    }
    void this.#refresh();
  }

  /** Opens, one question after the other, what is not open yet and was not turned off by the person. */
  async prepare(): Promise<void> {
    const preparation = ++this.#preparations;
    for (const kind of ['camera', 'microphone'] as const) {
      const isOverruled = preparation !== this.#preparations;
      if (!isOverruled && !this.#turnedOff.has(kind) && this.#state[kind].track === undefined) {
        await this.open(kind);
      }
    }
  }

  /** Turns a device on, or switches to another one while it is on. */
  async open(kind: DeviceKind, deviceId?: string): Promise<void> {
    this.#turnedOff.delete(kind);
    const generation = ++this.#generation[kind];
    const isOverruled = (): boolean => generation !== this.#generation[kind];
    try {
      const track = await (kind === 'camera' ? openCamera(deviceId) : openMicrophone(deviceId, this.#state.sound));
      if (isOverruled()) {
        track.stop();
        return;
      }
      track.addEventListener('ended', () => {
        if (this.#state[kind].track === track) {
          const error = new LiveError('device_missing', `The ${kind} was disconnected. Connect it again, or choose another.`);
          this.#set(kind, { on: false, track: undefined, error });
        }
      });
      this.#state[kind].track?.stop();
      this.#set(kind, { on: true, track, error: undefined });
      // Labels come with the first permission.
      await this.#refresh();
    } catch (error) {
      if (!isOverruled()) {
        this.#set(kind, { ...this.#state[kind], error: LiveError.from(error) });
      }
    }
  }

  /** A camera goes dark for good; a microphone is kept open, so that the first word after it is not lost. */
  turnOff(kind: DeviceKind): void {
    this.#turnedOff.add(kind);
    this.#generation[kind] += 1;
    const { track } = this.#state[kind];
    if (kind === 'camera') {
      track?.stop();
    }
    this.#set(kind, { on: false, track: kind === 'camera' ? undefined : track, error: undefined });
  }

  /** A microphone that is open is opened anew: what cleans a voice is chosen with the device. */
  async setSound(sound: SoundContent): Promise<void> {
    this.#state = { ...this.#state, sound };
    this.#changed(this.#state);
    const { on, track } = this.#state.microphone;
    if (track !== undefined) {
      await this.open('microphone', track.getSettings().deviceId);
      if (!on) {
        this.turnOff('microphone');
      }
    }
  }

  async toggle(kind: DeviceKind): Promise<void> {
    const { on, track } = this.#state[kind];
    if (on) {
      this.turnOff(kind);
    } else if (track !== undefined) {
      this.#turnedOff.delete(kind);
      this.#set(kind, { on: true, track, error: undefined });
    } else {
      await this.open(kind);
    }
  }

  /** Lets go of both devices: their lights go out. */
  release(): void {
    this.#preparations += 1;
    this.#generation.camera += 1;
    this.#generation.microphone += 1;
    this.#state.camera.track?.stop();
    this.#state.microphone.track?.stop();
    this.#state = { ...this.#state, camera: closed, microphone: closed };
    this.#changed(this.#state);
  }

  close(): void {
    this.#unlisten?.();
    this.release();
  }

  async #refresh(): Promise<void> {
    try {
      this.#state = { ...this.#state, available: await listDevices() };
      this.#changed(this.#state);
    } catch {
      // The pickers stay empty; opening a device says why.
    }
  }

  #set(kind: DeviceKind, next: DeviceState): void {
    this.#state = { ...this.#state, [kind]: next };
    this.#changed(this.#state);
  }
}
