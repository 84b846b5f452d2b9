import { Emitter } from '../emitter.ts';
import type { LiveError } from '../errors.ts';
import { AudioOutput } from '../media/audioOutput.ts';
import { codecNamed } from '../media/codecs.ts';
import type { Resumed } from '../media/mediaLink.ts';
import type { PeerOffer } from '../media/peer.ts';
import type { Slot } from '../media/slots.ts';
import { SlotStatements } from '../media/slotStatements.ts';
import { StatsPoller } from '../media/statsPoller.ts';
import type { ClientMessage, WorkerMessage } from '../protocol/messages.ts';
import type { Participant, PinnedTrack, SlotAssignment, TrackSource, TrackState } from '../protocol/participant.ts';
import type { InviteResponse, InviteRole } from '../protocol/rest.ts';
import { askUntilResumed } from './askUntilResumed.ts';
import type { ChatMessage } from './chatLog.ts';
import { ChatSender } from './chatSender.ts';
import { Lobby, type LobbyEntry } from './lobby.ts';
import { onNetworkChange, onPageHide } from './pageEvents.ts';
import { Pinning } from './pinning.ts';
import { Publishing } from './publishing.ts';
import type { RoomEvents } from './roomEvents.ts';
import type { RoomParts } from './roomParts.ts';
import { RoomFeed, type FeedPart } from './roomFeed.ts';
import { Signaling } from './signaling.ts';
import { combine, type CloseReason, type RoomState } from './state.ts';
import { TicketKeeper } from './ticketKeeper.ts';
import type { Timing } from './timings.ts';
import { Watching, type WatchWish } from './watching.ts';
import { WorkerStatsKeeper } from './workerStatsKeeper.ts';

/** A joined room. Everything it shows is a value that is replaced, never changed, so a page may compare by identity. */
export class Room extends Emitter<RoomEvents> {
  readonly roomId: string;
  readonly self: Participant;
  readonly audio = new AudioOutput();
  readonly #parts: RoomParts;
  readonly #tickets: TicketKeeper;
  readonly #signaling: Signaling;
  readonly #feed: RoomFeed;
  readonly #chat: ChatSender;
  readonly #lobby = new Lobby();
  readonly #publishing: Publishing;
  readonly #watching: Watching;
  readonly #pinning: Pinning;
  readonly #workerStats: WorkerStatsKeeper;
  readonly #statements: SlotStatements;
  readonly #stats: StatsPoller | undefined;
  readonly #unlisten: readonly (() => void)[];
  #state: RoomState = { kind: 'connecting' };

  /** Rooms are made by {@link joinRoom}. */
  constructor(parts: RoomParts) {
    super();
    const { joined, rest, media, makeSocket, random, slots, tracks } = parts;
    this.#parts = parts;
    this.roomId = joined.session.roomId;
    this.self = joined.participant;
    const refused = (error: LiveError): void => this.#close({ kind: 'refused', error });
    this.#tickets = new TicketKeeper(joined.ticket, { renew: (ticket) => rest.renewTicket(ticket, this.roomId), refused }, random);
    this.#signaling = new Signaling(makeSocket, {
      renew: () => this.#tickets.renew(),
      opened: () => this.#handleOpened(),
      message: (message) => this.#handleMessage(message),
      healthChanged: () => this.#updateState(),
      refused,
    }, random, media === undefined);
    this.#feed = new RoomFeed(this.self.participantId, joined.snapshot, {
      sync: (afterSeq) => this.#signaling.send({ type: 'sync', afterSeq }),
      readLog: (after, limit) => rest.log(this.#tickets.ticket, this.roomId, after, limit),
      changed: (part) => this.#emitPart(part),
    }, random);
    const send = (message: ClientMessage): void => this.#signaling.send(message);
    this.#publishing = new Publishing(tracks, media, { send, changed: () => this.emit('tracks', this.tracks) });
    this.#watching = new Watching(send);
    this.#pinning = new Pinning(send, joined.snapshot.epoch);
    this.#workerStats = new WorkerStatsKeeper(send);
    this.#chat = new ChatSender(this.#feed.chat, {
      send: (id, text) => this.#signaling.send({ type: 'chat', id, text }),
      changed: () => this.#emitPart('chat'),
    });
    this.#statements = new SlotStatements(joined.snapshot.epoch);
    slots.assign(joined.snapshot.slots);
    this.#stats = media && new StatsPoller(() => media.peer, (stats) => this.emit('stats', { ...stats, worker: this.#workerStats.latest }));
    this.#unlisten = [
      onNetworkChange(() => media?.nudge()),
      onPageHide(() => {
        rest.leaveByBeacon(this.#tickets.ticket, this.roomId);
        this.#close({ kind: 'left' });
      }),
    ];
    this.#signaling.use(joined.pubsub);
    media?.start({
      resume: (offer, signal) => this.#resumeWith(offer, signal),
      stateChanged: () => this.#updateState(),
      expectsMedia: () => this.slots.some(({ occupant }) => occupant !== undefined),
      crowd: () => this.audience,
      rebound: () => this.#assign(this.#statements.commit()),
      refused,
    }, joined.snapshot.epoch);
    this.#updateState();
  }

  get state(): RoomState { return this.#state; }
  get participants(): readonly Participant[] { return this.#feed.participants; }
  get slots(): readonly Slot[] { return this.#parts.slots.list; }
  get messages(): readonly ChatMessage[] { return this.#feed.chat.messages; }
  get audience(): number { return this.#feed.audience; }
  get pinned(): PinnedTrack | undefined { return this.#feed.pinned; }
  get entries(): readonly LobbyEntry[] { return this.#lobby.list; }
  get tracks(): readonly TrackState[] { return this.#parts.tracks.states; }
  get timings(): readonly Timing[] { return this.#parts.timings.list; }

  /** The own track of a source, published or muted. */
  localTrack(source: TrackSource): MediaStreamTrack | undefined {
    return this.#parts.tracks.track(source);
  }

  /** How loud a slot is now, 0 to 1. Cheap enough for every animation frame. */
  level(slot: Slot): number {
    const receiver = this.#parts.media?.peer.receivers(slot.kind)[slot.index];
    return receiver?.getSynchronizationSources()[0]?.audioLevel ?? 0;
  }

  /** Publishes any track, also a canvas's or a file's; replaces what the source carried. The caller stops the track. */
  publish(source: TrackSource, track: MediaStreamTrack): Promise<void> {
    return this.#publishing.publish(source, track);
  }

  unpublish(source: TrackSource): Promise<void> { return this.#publishing.unpublish(source); }

  /** Muted, a source stays on the stage but nothing of it is sent. */
  setMuted(source: TrackSource, muted: boolean): Promise<void> {
    return this.#publishing.setMuted(source, muted);
  }

  /** What to see, and how large: takes the place of the wish before. As often as the layout changes; the server is told less often. */
  watch(wish: WatchWish): void { this.#watching.want(wish); }

  /** Moderators only: everybody sees it while it is live, and hears its person. Undefined: nothing any more. */
  pinForAll(track: PinnedTrack | undefined): void { this.#pinning.pin(track); }

  /** From now on `stats` carries what the server counts as well. Answers the function that ends it. */
  watchWorkerStats(): () => void {
    return this.#workerStats.look();
  }

  /** 1 to 2,000 characters. Answers the id; how it went is in the message's `delivery`. */
  sendChat(text: string): string {
    return this.#chat.send(this.self.displayName, text);
  }

  /** Sends a failed message again, under the same id. */
  retryChat(id: string): void { this.#chat.retry(id); }

  /** Moderators only. */
  respondEntry(entryId: string, decision: 'allowed' | 'denied'): Promise<void> {
    return this.#parts.rest.respondEntry(this.#tickets.ticket, this.roomId, entryId, decision);
  }

  /** Moderators only. */
  invite(role: InviteRole): Promise<InviteResponse> {
    return this.#parts.rest.createInvite(this.#tickets.ticket, this.roomId, { role });
  }

  /** Moderators only: ends the session for everybody. */
  async endForAll(): Promise<void> {
    await this.#parts.rest.endSession(this.#tickets.ticket, this.roomId);
  }

  /** Tells the server and lets go of everything. The room cannot be used afterwards. */
  async leave(): Promise<void> {
    const { ticket } = this.#tickets;
    this.#close({ kind: 'left' });
    // A server that cannot be reached now sees by itself that nobody is there.
    await this.#parts.rest.leave(ticket, this.roomId).catch(() => undefined);
  }

  /** Makes a new media transport now, as after a failure. */
  resume(): void { this.#parts.media?.resume(); }

  #handleOpened(): void {
    this.#parts.timings.markSinceStart('socket');
    // Entries between the snapshot and this socket are in neither, so the first socket asks as well (SK6).
    this.#feed.sync();
    this.#publishing.state();
    this.#watching.restate();
    this.#chat.resendAll();
  }

  #handleMessage(message: WorkerMessage): void {
    switch (message.type) {
      case 'feed':
        this.#feed.handleFrame(message);
        break;
      case 'snapshot':
        this.#feed.handleSnapshot(message.snapshot);
        this.#assign(this.#statements.takeSnapshot(message.snapshot.epoch, message.snapshot.slots));
        break;
      case 'slots':
        this.#assign(this.#statements.take(message.epoch, message.slots));
        break;
      case 'ack':
        this.#chat.handleAck(message.id, message.seq);
        break;
      case 'error':
        this.#chat.handleError(message);
        break;
      case 'entry':
        this.#lobby.handle(message);
        this.emit('entry', this.entries);
        break;
      case 'move':
        this.#parts.media?.move(message.deadlineSeconds);
        break;
      case 'closed':
        this.#close({ kind: 'ended', reason: message.reason });
        break;
      case 'answer': // This version never renegotiates, so nobody waits for one.
        break;
      case 'layers':
        this.#parts.media?.layers.take(message.epoch, message.tracks);
        break;
      case 'codecs':
        this.#parts.media?.decoded(message.video.flatMap((name) => codecNamed(name) ?? []));
        break;
      case 'stats':
        this.#workerStats.handle(message);
        break;
      default:
        message satisfies never;
    }
  }

  async #resumeWith(offer: PeerOffer, signal: AbortSignal): Promise<Resumed> {
    const { ticket, pubsub, snapshot, answer = '' } = await askUntilResumed(this.#parts.rest, () => this.#tickets.ticket, this.roomId, offer, signal);
    this.#tickets.replace(ticket);
    this.#signaling.use(pubsub);
    this.#pinning.resumed(snapshot.pinned, snapshot.epoch);
    this.#feed.handleSnapshot(snapshot);
    this.#statements.announce(snapshot.epoch, snapshot.slots);
    this.#publishing.state();
    this.#watching.restate();
    return { answer, epoch: snapshot.epoch };
  }

  #assign(assignments: readonly SlotAssignment[] | undefined): void {
    if (assignments !== undefined) {
      this.#parts.slots.assign(assignments);
      this.emit('slots', this.slots);
    }
  }

  #emitPart(part: FeedPart): void {
    const emitters: Readonly<Record<FeedPart, () => void>> = {
      participants: () => this.emit('participants', this.participants),
      chat: () => this.emit('chat', this.messages),
      audience: () => this.emit('audience', this.audience),
      pinned: () => {
        this.#pinning.changed(this.pinned);
        this.emit('pinned', this.pinned);
      },
    };
    emitters[part]();
  }

  #updateState(): void {
    const { media, timings } = this.#parts;
    if (media?.state === 'connected') {
      timings.markSinceStart('transport');
    }
    this.#enter(combine(media?.state ?? 'none', this.#signaling.health));
  }

  #enter(next: RoomState): void {
    if (this.#state.kind !== 'closed' && JSON.stringify(next) !== JSON.stringify(this.#state)) {
      this.#state = next;
      this.emit('state', next);
    }
  }

  #close(why: CloseReason): void {
    if (this.#state.kind === 'closed') {
      return;
    }
    this.#enter({ kind: 'closed', why });
    this.#unlisten.forEach((stop) => stop());
    this.#stats?.close();
    this.#tickets.close();
    this.#chat.close();
    this.#watching.close();
    this.#workerStats.close();
    this.#feed.close();
    this.#signaling.close();
    this.#parts.media?.close();
    this.emit('closed', why);
  }
}
