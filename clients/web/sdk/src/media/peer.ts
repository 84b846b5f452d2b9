import { LiveError } from '../errors.ts';
import type { PublishSection, TrackSource } from '../protocol/participant.ts';
import { preferCodecs, receiveStereo } from './codecs.ts';
import { encodingOf, inSectionOrder, sourceProfiles, wishDegradation } from './encodings.ts';
import type { LocalTracks } from './localTracks.ts';

export interface PeerPlan {
  /** Sources that may be published without a new negotiation. */
  readonly publish: readonly TrackSource[];
  /** How many receive slots of each kind (MD2). */
  readonly receive: { readonly audio: number; readonly video: number };
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
  readonly #receivers: { readonly audio: RTCRtpTransceiver[]; readonly video: RTCRtpTransceiver[] } = { audio: [], video: [] };

  constructor(plan: PeerPlan, tracks: LocalTracks, onState: (state: PeerState) => void) {
    this.#tracks = tracks;
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
    const sdp = receiveStereo(offer.sdp ?? '');
    await this.connection.setLocalDescription({ type: 'offer', sdp });
    const publish = [...this.#senders].map(([source, { mid }]) => ({ mid: mid ?? '', source }));
    return { sdp, publish };
  }

  async accept(answer: string): Promise<void> {
    try {
      await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
    } catch (cause) {
      throw new LiveError('unexpected_response', 'The browser does not accept the answer of the server.', { cause });
    }
    await Promise.all([...this.#senders].map(([source, { sender }]) => wishDegradation(sender, source)));
  }

  /** Carries what is published and not muted now. */
  async update(source: TrackSource): Promise<void> {
    const transceiver = this.#senders.get(source);
    if (transceiver !== undefined) {
      await transceiver.sender.replaceTrack(this.#tracks.sendable(source));
    }
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
    const { kind } = sourceProfiles[source];
    const transceiver = this.connection.addTransceiver(kind, { direction: 'sendonly', sendEncodings: [encodingOf(source)] });
    preferCodecs(transceiver, kind);
    return transceiver;
  }

  #addReceivers(kind: 'audio' | 'video', count: number): void {
    for (let slot = 0; slot < count; slot += 1) {
      const transceiver = this.connection.addTransceiver(kind, { direction: 'recvonly' });
      preferCodecs(transceiver, kind);
      this.#receivers[kind].push(transceiver);
    }
  }

  async #syncTracks(): Promise<void> {
    await Promise.all([...this.#senders.keys()].map((source) => this.update(source)));
  }
}
