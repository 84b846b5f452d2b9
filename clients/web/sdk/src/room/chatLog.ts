import type { LiveError } from '../errors.ts';
import type { LogEntry } from '../protocol/log.ts';

/** `pending`: on its way. `sent`: in the room's log, durably. `failed`: will not be tried again by itself. */
export type ChatDelivery =
  | { readonly kind: 'sent'; readonly seq: number }
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly error: LiveError };

export interface ChatMessage {
  /** Made by the author; unique among the author's messages. */
  readonly id: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly text: string;
  readonly at: Date;
  readonly delivery: ChatDelivery;
}

/** The room's chat as one person sees it: what the log holds, in its order, then the own messages that are not in it yet. */
export class ChatLog {
  readonly #logged: (ChatMessage & { readonly delivery: { readonly kind: 'sent' } })[] = [];
  readonly #own = new Map<string, ChatMessage>();
  readonly #selfId: string;
  readonly #seen = new Set<number>();
  #contiguousSeq: number;

  constructor(selfId: string, log: readonly LogEntry[], lastSeq: number) {
    this.#selfId = selfId;
    // Older entries than the snapshot's are not asked for: history starts there.
    this.#contiguousSeq = (log[0]?.seq ?? lastSeq + 1) - 1;
    this.append(log);
  }

  get messages(): readonly ChatMessage[] {
    return [...this.#logged, ...this.#own.values()];
  }

  /** The newest sequence number up to which nothing is missing (FD5). */
  get contiguousSeq(): number {
    return this.#contiguousSeq;
  }

  /** Takes entries in any order and any number of times. */
  append(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      if (entry.seq <= this.#contiguousSeq || this.#seen.has(entry.seq)) {
        continue;
      }
      this.#seen.add(entry.seq);
      this.#insert(entry);
    }
    while (this.#seen.delete(this.#contiguousSeq + 1)) {
      this.#contiguousSeq += 1;
    }
  }

  pending(id: string, displayName: string, text: string, at: Date): void {
    this.#own.set(id, { id, participantId: this.#selfId, displayName, text, at, delivery: { kind: 'pending' } });
  }

  deliver(id: string, delivery: ChatDelivery): void {
    const message = this.#own.get(id);
    if (message !== undefined) {
      this.#own.set(id, { ...message, delivery });
    }
  }

  #insert({ seq, id, at, kind, from, data }: LogEntry): void {
    const text = data['text'];
    if (kind !== 'chat' || typeof text !== 'string') {
      return;
    }
    if (from.participantId === this.#selfId) {
      this.#own.delete(id);
    }
    const message = { id, ...from, text, at: new Date(at), delivery: { kind: 'sent', seq } } as const;
    const after = this.#logged.findLastIndex((each) => each.delivery.seq < seq);
    this.#logged.splice(after + 1, 0, message);
  }
}
