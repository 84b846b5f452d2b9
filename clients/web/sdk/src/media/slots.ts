import type { SlotAssignment, SlotHindrance, TrackSource } from '../protocol/participant.ts';

/** Who is in a slot now. */
export interface SlotOccupant {
  readonly participantId: string;
  readonly source: TrackSource;
  /** Why nothing of it comes; undefined: nothing is in the way. */
  readonly hindrance: SlotHindrance | undefined;
}

/** A place where the server plays something. It and its stream live as long as the room; occupants come and go. */
export interface Slot {
  readonly kind: 'audio' | 'video';
  readonly index: number;
  /** Attach it once; after a resume the new transport's track is in the same stream. */
  readonly stream: MediaStream;
  readonly occupant: SlotOccupant | undefined;
}

interface MutableSlot extends Slot {
  occupant: SlotOccupant | undefined;
}

export class SlotTable {
  readonly #slots: { readonly audio: readonly MutableSlot[]; readonly video: readonly MutableSlot[] };

  constructor(receive: { readonly audio: number; readonly video: number }) {
    this.#slots = { audio: makeSlots('audio', receive.audio), video: makeSlots('video', receive.video) };
  }

  /** A copy with each change, so that a page can compare by identity. */
  get list(): readonly Slot[] {
    return [...this.#slots.audio, ...this.#slots.video].map((slot) => ({ ...slot }));
  }

  /** Moves the slots' streams to another transport. */
  bind(kind: 'audio' | 'video', receivers: readonly Pick<RTCRtpReceiver, 'track'>[]): void {
    for (const slot of this.#slots[kind]) {
      const track = receivers[slot.index]?.track;
      const old = slot.stream.getTracks().filter((each) => each !== track);
      if (track !== undefined) {
        slot.stream.addTrack(track);
      }
      old.forEach((each) => slot.stream.removeTrack(each));
    }
  }

  /** The statement is complete (SK5): a slot that it does not name is empty. */
  assign(assignments: readonly SlotAssignment[]): void {
    for (const slot of [...this.#slots.audio, ...this.#slots.video]) {
      const found = assignments.find((each) => each.kind === slot.kind && each.slot === slot.index);
      slot.occupant =
        found?.participantId === undefined || found.source === undefined
          ? undefined
          : { participantId: found.participantId, source: found.source, hindrance: found.hindrance };
    }
  }
}

function makeSlots(kind: 'audio' | 'video', count: number): readonly MutableSlot[] {
  return Array.from({ length: count }, (_, index) => ({ kind, index, stream: new MediaStream(), occupant: undefined }));
}
