import type { SlotAssignment } from '../protocol/participant.ts';

/**
 * Whose slots are shown: while a room moves there are two transports, to workers that each state their own (MV4). The next
 * one's wait until its pictures are the ones on the screen.
 */
export class SlotStatements {
  #shown: number;
  #next: { readonly epoch: number; slots: readonly SlotAssignment[] } | undefined;

  constructor(epoch: number) {
    this.#shown = epoch;
  }

  /** A new transport is being made. */
  announce(epoch: number, slots: readonly SlotAssignment[]): void {
    this.#next = { epoch, slots };
  }

  /** Answers what to show now, if this statement is about what is shown. */
  take(epoch: number | undefined, slots: readonly SlotAssignment[]): readonly SlotAssignment[] | undefined {
    if (this.#next !== undefined && (epoch ?? this.#shown) === this.#next.epoch) {
      this.#next.slots = slots;
    }
    return (epoch ?? this.#shown) === this.#shown ? slots : undefined;
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
