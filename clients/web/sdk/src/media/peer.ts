import { LiveError } from '../errors.ts';
import type { PublishSection, TrackSource } from '../protocol/participant.ts';
import type { WantedLayers } from '../protocol/messages.ts';
import type { SentCodec } from './codecChoice.ts';
import { describeLayers, preferCodecs, publishableCodec, receivedCodecs, sentCodecs, soundCodecs, type VideoCodec } from './codecs.ts';
import { EncodingControl } from './encodingControl.ts';
import { contentOf, inSectionOrder, kindOf, soundEncoding } from './encodings.ts';
import { initialEncodings, sizeOf } from './layers.ts';
import type { LocalTracks } from './localTracks.ts';
import { describeSound, type SoundUse } from './opusOffer.ts';

export interface PeerPlan {
  /** Sources that may be published without a new negotiation. */
  readonly publish: readonly TrackSource[];
  /** How many receive slots of each kind (MD2). */
  readonly receive: { readonly audio: number; readonly video: number };
  /** What pictures are published in, if the room allows it. */
  readonly codec: VideoCodec;
}

export interface PeerOffer {
  readonly sdp: string;
  readonly publish: readonly PublishSection[];
}

export type PeerState = 'connecting' | 'connected' | 'unstable' | 'failed';

/** One transport to the server, from offer to close. A new transport is a new peer: this one never renegotiates. */
export class Peer {
  readonly connection: RTCPeerConnection;
  readonly #tracks: LocalTracks;
  readonly #senders = new Map<TrackSource, RTCRtpTransceiver>();
  readonly #pictures = new Map<TrackSource, EncodingControl>();
  readonly #codec: VideoCodec;
  readonly #soundUses: (SoundUse | undefined)[] = [];
  readonly #receivers: { readonly audio: RTCRtpTransceiver[]; readonly video: RTCRtpTransceiver[] } = { audio: [], video: [] };

  constructor(plan: PeerPlan, tracks: LocalTracks, onState: (state: PeerState) => void) {
    this.#tracks = tracks;
    this.#codec = publishableCodec(plan.codec);
    this.connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    // The order is the contract: publishing sections, audio slots, video slots. A section without a track costs nothing, and
    // turning a device on later is then a matter of replaceTrack.
    for (const source of inSectionOrder(plan.publish)) {
      this.#senders.set(source, this.#addSender(source));
    }
    this.#addReceivers('audio', plan.receive.audio);
    this.#addReceivers('video', plan.receive.video);
    this.connection.addEventListener('connectionstatechange', () => onState(this.state));
  }

  get state(): PeerState {
    switch (this.connection.connectionState) {
      case 'new':
      case 'connecting':
        return 'connecting';
      case 'connected':
        return 'connected';
      case 'disconnected':
        return 'unstable';
      case 'failed':
      case 'closed':
        return 'failed';
    }
  }

  /** Does not wait for ICE: the server learns the client's addresses from its checks. */
  async offer(): Promise<PeerOffer> {
    await this.#syncTracks();
    const offer = await this.connection.createOffer();
    const sdp = describeSound(offer.sdp ?? '', this.#soundUses);
    await this.connection.setLocalDescription({ type: 'offer', sdp });
    return { sdp, publish: [...this.#senders].map(([source, { mid }]) => this.#publishSection(source, mid ?? '')) };
  }

  async accept(answer: string): Promise<void> {
    try {
      await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
    } catch (cause) {
      throw new LiveError('unexpected_response', 'The browser does not accept the answer of the server.', { cause });
    }
    this.#pictures.forEach((picture) => picture.negotiated());
  }

  /** Carries what is published and not muted now. */
  async update(source: TrackSource): Promise<void> {
    const transceiver = this.#senders.get(source);
    if (transceiver !== undefined) {
      await transceiver.sender.replaceTrack(this.#tracks.sendable(source));
      this.#pictures.get(source)?.fit();
    }
  }

  /** LY1, LY2: what somebody watches of one's own pictures; those that are not named are sent in all sizes. */
  wantLayers(tracks: readonly WantedLayers[]): void {
    this.#pictures.forEach((picture, source) => picture.want(tracks.find((each) => each.source === source)));
  }

  /** A captured window may have been resized, a phone turned: nothing says so. */
  fitPictures(): void {
    this.#pictures.forEach((picture) => picture.fit());
  }

  /** What the pictures are sent in, as far as an answer has settled it. */
  get codec(): SentCodec {
    const [first] = this.#pictures.values();
    return { offered: this.#codec, answered: first?.codec };
  }

  canPublish(source: TrackSource): boolean {
    return this.#senders.has(source);
  }

  receivers(kind: 'audio' | 'video'): readonly RTCRtpReceiver[] {
    return this.#receivers[kind].map(({ receiver }) => receiver);
  }

  /** Which source or slot a media section is, for the statistics. */
  sections(): ReadonlyMap<string, { readonly source: TrackSource } | { readonly kind: 'audio' | 'video'; readonly slot: number }> {
    const byMid = new Map<string, { readonly source: TrackSource } | { readonly kind: 'audio' | 'video'; readonly slot: number }>();
    for (const [source, { mid }] of this.#senders) {
      byMid.set(mid ?? '', { source });
    }
    for (const kind of ['audio', 'video'] as const) {
      this.#receivers[kind].forEach(({ mid }, slot) => byMid.set(mid ?? '', { kind, slot }));
    }
    return byMid;
  }

  /** Grows with whatever arrives: media, reports, answers to ICE checks. */
  async heard(): Promise<number | undefined> {
    let bytes: number | undefined;
    (await this.connection.getStats()).forEach((stats: { readonly type: string; readonly bytesReceived?: number; readonly packetsReceived?: number }) => {
      if (stats.type === 'transport') {
        bytes = (stats.bytesReceived ?? 0) + (stats.packetsReceived ?? 0);
      }
    });
    return bytes;
  }

  close(): void {
    this.connection.close();
  }

  #addSender(source: TrackSource): RTCRtpTransceiver {
    return kindOf(source) === 'video' ? this.#addPicture(source) : this.#addSound(source);
  }

  #addSound(source: TrackSource): RTCRtpTransceiver {
    const content = contentOf(source, this.#tracks.sound);
    const transceiver = this.connection.addTransceiver('audio', { direction: 'sendonly', sendEncodings: [soundEncoding(content)] });
    preferCodecs(transceiver, 'audio', soundCodecs);
    this.#soundUses.push(content);
    return transceiver;
  }

  #addPicture(source: TrackSource): RTCRtpTransceiver {
    const track = this.#tracks.track(source);
    const sendEncodings = initialEncodings({
      source, size: sizeOf(track), contentHint: track?.contentHint, wanted: undefined, codec: this.#codec,
    });
    const transceiver = this.connection.addTransceiver('video', { direction: 'sendonly', sendEncodings });
    preferCodecs(transceiver, 'video', (supported) => sentCodecs(this.#codec, supported));
    this.#pictures.set(source, new EncodingControl(transceiver.sender, source, this.#codec));
    this.#soundUses.push(undefined);
    return transceiver;
  }

  #addReceivers(kind: 'audio' | 'video', count: number): void {
    for (let slot = 0; slot < count; slot += 1) {
      const transceiver = this.connection.addTransceiver(kind, { direction: 'recvonly' });
      preferCodecs(transceiver, kind, kind === 'audio' ? soundCodecs : receivedCodecs);
      if (kind === 'video') {
        describeLayers(transceiver);
      }
      this.#receivers[kind].push(transceiver);
      this.#soundUses.push(kind === 'audio' ? 'received' : undefined);
    }
  }

  #publishSection(source: TrackSource, mid: string): PublishSection {
    const isMusic = kindOf(source) === 'audio' && contentOf(source, this.#tracks.sound) === 'music';
    return { mid, source, ...(isMusic ? { content: 'music' } : {}) };
  }

  async #syncTracks(): Promise<void> {
    await Promise.all([...this.#senders.keys()].map((source) => this.update(source)));
  }
}
