import { LiveError } from '../errors.ts';
import type { TrackSource } from '../protocol/participant.ts';
import { Backoff, sleep, type Random } from '../signaling/backoff.ts';
import { CodecChoice } from './codecChoice.ts';
import type { VideoCodec } from './codecs.ts';
import { LayerStatements } from './layerStatements.ts';
import type { LocalTracks } from './localTracks.ts';
import { LivenessWatch } from './livenessWatch.ts';
import { Peer, type PeerOffer, type PeerPlan, type PeerState } from './peer.ts';
import { closeAfter, connected, connectTimeoutMs, firstPictures } from './peerEvents.ts';
import type { SlotTable } from './slots.ts';

/** ICE often heals a short outage by itself, cheaper than a new transport; the server shows `reconnecting` after 5 s. */
const unstableGraceMs = 2_000;
/** When a worker dies, all of its viewers notice in the same moment: they come back at 1,000 a second, hosts before them. */
const crowdMsEach = 1;
const longestCrowdMs = 2_000;
/** The worker closes the old transport as soon as the one with the other codec stands; this is for a worker that does not. */
const codecOverlapSeconds = 5;
/** An attempt this old hangs in the network that is no more, when there is another one. */
const staleAttemptMs = 1_500;

export type MediaLinkState = 'connecting' | 'connected' | 'reconnecting';

export interface Resumed {
  /** SDP. */
  readonly answer: string;
  /** Of the room on the worker that answered. */
  readonly epoch: number;
}

export interface MediaLinkPorts {
  /** Takes a new offer for the same participation to the server. */
  readonly resume: (offer: PeerOffer, signal: AbortSignal) => Promise<Resumed>;
  readonly stateChanged: (state: MediaLinkState) => void;
  /** Whether the server plays something here, so that silence means something. */
  readonly expectsMedia: () => boolean;
  /** How many others will resume with this one. */
  readonly crowd: () => number;
  /** The slots' streams carry the tracks of another transport. */
  readonly rebound: () => void;
  readonly refused: (error: LiveError) => void;
}

/** Keeps one good transport to the server: makes the next one before it lets go of one that failed (JN5). */
export class MediaLink {
  /** What viewers watch of the own pictures. */
  readonly layers = new LayerStatements();
  readonly #plan: Omit<PeerPlan, 'codec'>;
  readonly #codec: CodecChoice;
  readonly #tracks: LocalTracks;
  readonly #slots: SlotTable;
  readonly #backoff: Backoff;
  readonly #random: Random;
  readonly #closing = new AbortController();
  #peer: Peer;
  #ports: MediaLinkPorts | undefined;
  #state: MediaLinkState = 'connecting';
  #deadline: ReturnType<typeof setTimeout> | undefined;
  /** The pause between two attempts to resume. */
  #wake: AbortController | undefined;
  #attempt: { readonly since: number; readonly giveUp: AbortController } | undefined;
  #isHurried = false;
  #isResuming = false;
  #liveness: LivenessWatch | undefined;

  constructor(plan: PeerPlan, tracks: LocalTracks, slots: SlotTable, random: Random) {
    this.#plan = plan;
    this.#codec = new CodecChoice(plan.codec);
    this.#tracks = tracks;
    this.#slots = slots;
    this.#random = random;
    this.#backoff = new Backoff({ firstMs: 500, maxMs: 10_000 }, random);
    this.#peer = this.#makePeer();
    this.#bindSlots();
  }

  get peer(): Peer {
    return this.#peer;
  }

  get state(): MediaLinkState {
    return this.#state;
  }

  /** Whether there is a place for any track of one's own. */
  get mayPublish(): boolean {
    return this.#plan.publish.length > 0;
  }

  /**
   * From now on the link looks after itself. Before there is a room, there is nothing to resume.
   * @param epoch - of the room on the worker that answered the join
   */
  start(ports: MediaLinkPorts, epoch: number): void {
    this.#ports = ports;
    this.layers.bind(this.#peer, epoch);
    this.#liveness = new LivenessWatch({
      heard: () => this.#peer.heard(),
      expected: () => this.#peer.state !== 'connecting' && (this.mayPublish || ports.expectsMedia()),
      silent: () => this.#handleSilence(ports),
    });
    this.#handlePeerState(this.#peer, this.#peer.state);
  }

  async update(source: TrackSource): Promise<void> {
    await this.#peer.update(source);
  }

  /** Something says that the network is another or back: do not wait for timers. */
  nudge(): void {
    this.#backoff.reset();
    this.#wake?.abort(new DOMException('The network changed.', 'AbortError'));
    if (this.#attempt !== undefined) {
      this.#isHurried = true;
      if (performance.now() - this.#attempt.since > staleAttemptMs) {
        this.#attempt.giveUp.abort(new LiveError('network', 'The network changed.'));
      }
    }
    if (this.#peer.state === 'unstable' || this.#peer.state === 'failed') {
      this.resume();
    }
  }

  /** Makes a new transport; does nothing while one is being made. */
  resume(): void {
    if (this.#ports === undefined || this.#isResuming || this.#isClosed()) {
      return;
    }
    this.#isResuming = true;
    this.#enter('reconnecting');
    void this.#resumeUntilDone(this.#ports, undefined);
  }

  /**
   * The room has another worker; this transport carries on for a while (MV2). A host's stays open beside the new one, for those
   * who have not moved yet, until the old worker closes it.
   */
  move(deadlineSeconds: number): void {
    if (this.#ports === undefined || this.#isResuming || this.#isClosed()) {
      return;
    }
    this.#isResuming = true;
    void this.#resumeUntilDone(this.#ports, deadlineSeconds * 1000);
  }

  /** CD3: what everybody in the room decodes. Who sends anything else makes a transport that sends the first of these. */
  decoded(codecs: readonly VideoCodec[]): void {
    this.#codec.decoded(codecs);
    this.#reconsiderCodec();
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.#liveness?.close();
    this.#closing.abort(new DOMException('The room was left.', 'AbortError'));
    this.#peer.close();
  }

  /** @param oldLivesMs - how long the old transport still carries media; undefined: it does not. */
  async #resumeUntilDone(ports: MediaLinkPorts, oldLivesMs: number | undefined): Promise<void> {
    clearTimeout(this.#deadline);
    while (!this.#isClosed()) {
      const next = this.#makePeer();
      const signal = this.#beginAttempt();
      try {
        const { answer, epoch } = await ports.resume(await next.offer(), signal);
        this.layers.bind(next, epoch);
        await next.accept(answer);
        await connected(next, signal);
        if (oldLivesMs !== undefined && this.#peer.state === 'connected') {
          await firstPictures(this.#peer, next, signal);
        }
        this.#switchTo(next, oldLivesMs);
        ports.rebound();
        return;
      } catch (error) {
        next.close();
        const live = LiveError.from(error);
        if (this.#isClosed()) {
          return;
        }
        if (live.isFinal) {
          ports.refused(live);
          return;
        }
        await this.#pause(live.retryAfterSeconds);
      }
    }
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #beginAttempt(): AbortSignal {
    const giveUp = new AbortController();
    this.#attempt = { since: performance.now(), giveUp };
    this.#isHurried = false;
    return AbortSignal.any([giveUp.signal, this.#closing.signal]);
  }

  async #pause(retryAfterSeconds: number | undefined): Promise<void> {
    this.#attempt = undefined;
    if (this.#isHurried) {
      return;
    }
    const wake = new AbortController();
    this.#wake = wake;
    await sleep(this.#backoff.next(retryAfterSeconds), AbortSignal.any([wake.signal, this.#closing.signal])).catch(() => undefined);
  }

  #switchTo(next: Peer, oldLivesMs: number | undefined): void {
    const old = this.#peer;
    this.#peer = next;
    this.#isResuming = false;
    this.#attempt = undefined;
    this.#backoff.reset();
    this.#bindSlots();
    this.#liveness?.restart();
    closeAfter(old, this.mayPublish ? oldLivesMs : undefined, this.#closing.signal);
    // What was muted or replaced while the new transport was made.
    void Promise.all(this.#plan.publish.map((source) => next.update(source))).catch(() => undefined);
    this.#handlePeerState(next, next.state);
  }

  #handleSilence(ports: MediaLinkPorts): void {
    if (this.#isResuming || this.#isClosed()) {
      return;
    }
    this.#enter('reconnecting');
    const crowd = this.mayPublish ? 0 : Math.min(longestCrowdMs, ports.crowd() * crowdMsEach);
    this.#resumeAfter(crowd * this.#random());
  }

  #makePeer(): Peer {
    const peer = new Peer({ ...this.#plan, codec: this.#codec.choice }, this.#tracks, (state) => this.#handlePeerState(peer, state));
    return peer;
  }

  #handlePeerState(peer: Peer, state: PeerState): void {
    if (peer !== this.#peer || this.#ports === undefined || this.#isResuming || this.#isClosed()) {
      return;
    }
    clearTimeout(this.#deadline);
    switch (state) {
      case 'connecting':
        this.#resumeAfter(connectTimeoutMs);
        break;
      case 'connected':
        this.#enter('connected');
        this.#reconsiderCodec();
        break;
      case 'unstable':
        this.#enter('reconnecting');
        this.#resumeAfter(unstableGraceMs);
        break;
      case 'failed':
        this.resume();
        break;
      default:
        state satisfies never;
    }
  }

  #reconsiderCodec(): void {
    if (this.#state === 'connected' && !this.#isResuming && this.#codec.reconsider(this.#peer.codec)) {
      this.move(codecOverlapSeconds);
    }
  }

  #resumeAfter(milliseconds: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.resume(), milliseconds);
  }

  #bindSlots(): void {
    this.#slots.bind('audio', this.#peer.receivers('audio'));
    this.#slots.bind('video', this.#peer.receivers('video'));
  }

  #enter(state: MediaLinkState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.#ports?.stateChanged(state);
    }
  }
}
