import type { LogEntry, LogPage, RoomSnapshot } from '../protocol/log.ts';
import type { FeedMessage } from '../protocol/messages.ts';
import type { Participant, PinnedTrack } from '../protocol/participant.ts';
import type { Random } from '../signaling/backoff.ts';
import { FeedCursor } from '../signaling/feedCursor.ts';
import { ChatLog } from './chatLog.ts';
import { Roster } from './roster.ts';

const maxSyncDelayMs = 2_000;
const logPageSize = 200;

export type FeedPart = 'participants' | 'chat' | 'audience' | 'pinned';

export interface RoomFeedPorts {
  /** Asks the worker for a snapshot. */
  readonly sync: (afterSeq: number) => void;
  readonly readLog: (after: number, limit: number) => Promise<LogPage>;
  readonly changed: (part: FeedPart) => void;
}

/** The room as the feed tells it: who is on the stage, how many watch, what was said. Heals its own gaps (SK6, FD5). */
export class RoomFeed {
  readonly chat: ChatLog;
  readonly #roster: Roster;
  readonly #cursor: FeedCursor;
  readonly #ports: RoomFeedPorts;
  readonly #random: Random;
  #audience: number;
  #pinned: PinnedTrack | undefined;
  #syncTimer: ReturnType<typeof setTimeout> | undefined;
  #isReadingLog = false;

  constructor(selfId: string, snapshot: RoomSnapshot, ports: RoomFeedPorts, random: Random) {
    this.#ports = ports;
    this.#random = random;
    this.#cursor = new FeedCursor(snapshot);
    this.#roster = new Roster(snapshot.participants);
    this.#audience = snapshot.audience;
    this.#pinned = snapshot.pinned;
    this.chat = new ChatLog(selfId, snapshot.log, snapshot.lastSeq);
  }

  get participants(): readonly Participant[] {
    return this.#roster.list;
  }

  get audience(): number {
    return this.#audience;
  }

  get pinned(): PinnedTrack | undefined {
    return this.#pinned;
  }

  handleFrame(frame: FeedMessage): void {
    const place = this.#cursor.advance(frame);
    if (place === 'stale') {
      return;
    }
    if (place === 'gap') {
      // Random, so that a room of thousands that missed the same frame does not ask in the same moment.
      this.#syncTimer ??= setTimeout(() => this.sync(), maxSyncDelayMs * this.#random());
    }
    if (frame.roster.length > 0) {
      this.#roster.apply(frame.roster);
      this.#ports.changed('participants');
    }
    this.#takeEntries(frame.entries, frame.lastSeq);
    this.#setAudience(frame.audience);
    this.#setPinned(frame.pinned);
  }

  handleSnapshot(snapshot: RoomSnapshot): void {
    if (this.#cursor.reset(snapshot)) {
      this.#cancelSync();
      this.#roster.replace(snapshot.participants);
      this.#setAudience(snapshot.audience);
      this.#setPinned(snapshot.pinned);
      this.#ports.changed('participants');
    }
    this.#takeEntries(snapshot.log, snapshot.lastSeq);
  }

  /** At once: after a new socket, which nobody else lost. */
  sync(): void {
    this.#cancelSync();
    this.#ports.sync(this.chat.contiguousSeq);
  }

  close(): void {
    this.#cancelSync();
  }

  #takeEntries(entries: readonly LogEntry[], lastSeq: number): void {
    if (entries.length > 0) {
      this.chat.append(entries);
      this.#ports.changed('chat');
    }
    if (this.chat.contiguousSeq < lastSeq && this.#syncTimer === undefined) {
      void this.#readMissing(lastSeq);
    }
  }

  async #readMissing(lastSeq: number): Promise<void> {
    if (this.#isReadingLog) {
      return;
    }
    this.#isReadingLog = true;
    try {
      while (this.chat.contiguousSeq < lastSeq) {
        const before = this.chat.contiguousSeq;
        const page = await this.#ports.readLog(before, logPageSize);
        this.chat.append(page.entries);
        this.#ports.changed('chat');
        if (this.chat.contiguousSeq === before) {
          break;
        }
      }
    } catch (error) {
      // The next frame or snapshot finds the hole again.
      console.warn('The room log could not be read.', error);
    } finally {
      this.#isReadingLog = false;
    }
  }

  #setAudience(audience: number): void {
    if (audience !== this.#audience) {
      this.#audience = audience;
      this.#ports.changed('audience');
    }
  }

  #setPinned(pinned: PinnedTrack | undefined): void {
    if (pinned?.participantId !== this.#pinned?.participantId || pinned?.source !== this.#pinned?.source) {
      this.#pinned = pinned;
      this.#ports.changed('pinned');
    }
  }

  #cancelSync(): void {
    clearTimeout(this.#syncTimer);
    this.#syncTimer = undefined;
  }
}
