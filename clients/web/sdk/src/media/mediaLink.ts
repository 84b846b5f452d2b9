import { LiveError } from '../errors.ts';
import type { TrackSource } from '../protocol/participant.ts';
import { Backoff, sleep, type Random } from '../signaling/backoff.ts';
import type { LocalTracks } from './localTracks.ts';
import { Peer, type PeerOffer, type PeerPlan, type PeerState } from './peer.ts';
import type { SlotTable } from './slots.ts';

/** A transport that is not up by then will not come up. */
const connectTimeoutMs = 12_000;
/** ICE often heals a short outage by itself, cheaper than a new transport; the server shows `reconnecting` after 5 s. */
const unstableGraceMs = 2_000;

export type MediaLinkState = 'connecting' | 'connected' | 'reconnecting';

export interface MediaLinkPorts {
  /** Takes a new offer for the same participation to the server; answers the SDP answer. */
  readonly resume: (offer: PeerOffer, signal: AbortSignal) => Promise<string>;
  readonly stateChanged: (state: MediaLinkState) => void;
  /** The slots' streams carry the tracks of another transport. */
  readonly rebound: () => void;
  readonly refused: (error: LiveError) => void;
}

/** Keeps one good transport to the server: makes the next one before it lets go of one that failed (JN5). */
export class MediaLink {
  readonly #plan: PeerPlan;
  readonly #tracks: LocalTracks;
  readonly #slots: SlotTable;
  readonly #backoff: Backoff;
  readonly #closing = new AbortController();
  #peer: Peer;
  #ports: MediaLinkPorts | undefined;
  #state: MediaLinkState = 'connecting';
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #wake: AbortController | undefined;
  #isResuming = false;

  constructor(plan: PeerPlan, tracks: LocalTracks, slots: SlotTable, random: Random) {
    this.#plan = plan;
    this.#tracks = tracks;
    this.#slots = slots;
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

  /** From now on the link looks after itself. Before there is a room, there is nothing to resume. */
  start(ports: MediaLinkPorts): void {
    this.#ports = ports;
    this.#handlePeerState(this.#peer, this.#peer.state);
  }

  async update(source: TrackSource): Promise<void> {
    await this.#peer.update(source);
  }

  /** Something says that the network is another or back: do not wait for timers. */
  nudge(): void {
    this.#backoff.reset();
    this.#wake?.abort(new DOMException('The network changed.', 'AbortError'));
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
    void this.#resumeUntilDone(this.#ports);
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.#closing.abort(new DOMException('The room was left.', 'AbortError'));
    this.#peer.close();
  }

  async #resumeUntilDone(ports: MediaLinkPorts): Promise<void> {
    clearTimeout(this.#deadline);
    while (!this.#isClosed()) {
      const next = this.#makePeer();
      try {
        const answer = await ports.resume(await next.offer(), this.#closing.signal);
        await next.accept(answer);
        await connected(next, this.#closing.signal);
        this.#switchTo(next);
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

  async #pause(retryAfterSeconds: number | undefined): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    const wait = Math.max(this.#backoff.next(), (retryAfterSeconds ?? 0) * 1000);
    await sleep(wait, AbortSignal.any([wake.signal, this.#closing.signal])).catch(() => undefined);
  }

  #switchTo(next: Peer): void {
    const old = this.#peer;
    this.#peer = next;
    this.#isResuming = false;
    this.#backoff.reset();
    this.#bindSlots();
    old.close();
    // What was muted or replaced while the new transport was made.
    void Promise.all(this.#plan.publish.map((source) => next.update(source))).catch(() => undefined);
    this.#handlePeerState(next, next.state);
  }

  #makePeer(): Peer {
    const peer = new Peer(this.#plan, this.#tracks, (state) => this.#handlePeerState(peer, state));
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

function connected(peer: Peer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => settle(() => reject(new LiveError('network', 'The media connection could not be made.')));
    const check = (): void => {
      if (peer.state === 'connected') {
        settle(resolve);
      } else if (peer.state === 'failed') {
        fail();
      }
    };
    const timer = setTimeout(fail, connectTimeoutMs);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      peer.connection.removeEventListener('connectionstatechange', check);
      signal.removeEventListener('abort', fail);
      end();
    };
    peer.connection.addEventListener('connectionstatechange', check);
    signal.addEventListener('abort', fail);
    check();
  });
}
