interface FakeTransceiver {
  mid: string | null;
  readonly kind: string;
  readonly direction: string;
  readonly receiver: { readonly track: MediaStreamTrack; getSynchronizationSources(): readonly [] };
  readonly sender: FakeSender;
}

interface FakeSender {
  track: MediaStreamTrack | null;
  parameters: { readonly encodings: readonly RTCRtpEncodingParameters[]; readonly codecs: readonly { readonly mimeType: string }[] };
  replaceTrack(track: MediaStreamTrack | null): Promise<void>;
  getParameters(): object;
  setParameters(parameters: FakeSender['parameters']): Promise<void>;
}

interface FakeInit {
  readonly direction: string;
  readonly sendEncodings?: readonly RTCRtpEncodingParameters[];
}

/** A peer connection whose state the test decides. Each one made is in `all`, oldest first. */
export class FakePeerConnection extends EventTarget {
  static all: FakePeerConnection[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  connectionState: RTCPeerConnectionState = 'new';
  remote: string | undefined;

  constructor() {
    super();
    FakePeerConnection.all.push(this);
  }

  static get newest(): FakePeerConnection {
    const newest = FakePeerConnection.all.at(-1);
    if (newest === undefined) {
      throw new Error('No peer connection was made.');
    }
    return newest;
  }

  addTransceiver(kind: string, { direction, sendEncodings = [] }: FakeInit): FakeTransceiver {
    const sender: FakeSender = {
      track: null,
      parameters: { encodings: sendEncodings, codecs: [] },
      replaceTrack: (track) => {
        sender.track = track;
        return Promise.resolve();
      },
      getParameters: () => structuredClone(sender.parameters),
      setParameters: (parameters) => {
        sender.parameters = parameters;
        return Promise.resolve();
      },
    };
    const receiver = { track: fakeTrack(kind), getSynchronizationSources: () => [] as const };
    const transceiver: FakeTransceiver = { mid: null, kind, direction, receiver, sender };
    this.transceivers.push(transceiver);
    return transceiver;
  }

  createOffer(): Promise<{ sdp: string }> {
    return Promise.resolve({ sdp: `offer of ${FakePeerConnection.all.indexOf(this)}` });
  }

  setLocalDescription(): Promise<void> {
    this.transceivers.forEach((transceiver, index) => {
      transceiver.mid = String(index);
    });
    return Promise.resolve();
  }

  setRemoteDescription({ sdp }: { readonly sdp: string }): Promise<void> {
    this.remote = sdp;
    return Promise.resolve();
  }

  getStats(): Promise<ReadonlyMap<string, object>> {
    return Promise.resolve(new Map());
  }

  /** What the answer settles for, in every section that sends. */
  answerCodec(mimeType: string): void {
    this.transceivers.forEach(({ sender }) => {
      sender.parameters = { ...sender.parameters, codecs: [{ mimeType }] };
    });
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close(): void {
    this.connectionState = 'closed';
  }
}

export function fakeTrack(kind: string): MediaStreamTrack {
  const track = Object.assign(new EventTarget(), { kind, contentHint: '', stop: () => undefined, getSettings: () => ({}) });
  return track as unknown as MediaStreamTrack;
}

/** Enough of a stream to see which tracks are in it. */
export class FakeMediaStream {
  readonly #tracks = new Set<MediaStreamTrack>();

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.delete(track);
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }
}
