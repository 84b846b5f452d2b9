import type { SlotAssignment } from '../protocol/participant.ts';

interface Statement {
  readonly epoch: number;
  readonly slots: readonly SlotAssignment[];
}

/**
 * Whose slots are shown: while a room moves there are two transports, to workers that each state their own (MV4). The next
 * one's wait until its pictures are the ones on the screen.
 */
export class SlotStatements {
  #shown: number;
  #next: Statement | undefined;
  /** The newest of a later epoch: it may overtake the answer to the resume that explains it. */
  #early: Statement | undefined;

  constructor(epoch: number) {
    this.#shown = epoch;
  }

  /** A new transport is being made; these are its slots unless the worker has said something newer. */
  announce(epoch: number, slots: readonly SlotAssignment[]): void {
    this.#next = this.#early?.epoch === epoch ? this.#early : { epoch, slots };
    this.#early = undefined;
  }

  /** A `slots` message. Answers what to show now, if it is about what is shown. */
  take(epoch: number | undefined, slots: readonly SlotAssignment[]): readonly SlotAssignment[] | undefined {
    const of = epoch ?? this.#shown;
    if (of === this.#next?.epoch) {
      this.#next = { epoch: of, slots };
    } else if (of > this.#shown) {
      this.#early = { epoch: of, slots };
    }
    return of === this.#shown ? slots : undefined;
  }

  /** A snapshot may have been made before the worker knew the new transport, so it says nothing about that. */
  takeSnapshot(epoch: number, slots: readonly SlotAssignment[]): readonly SlotAssignment[] | undefined {
    return epoch === this.#shown && this.#next === undefined ? slots : undefined;
  }

  /** The new transport is the one that is shown now. */
  commit(): readonly SlotAssignment[] | undefined {
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) {
      this.#shown = next.epoch;
    }
    return next?.slots;
  }
}
