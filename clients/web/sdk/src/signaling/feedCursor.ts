/** Where a frame of the feed stands to those before it (SK6, FD1). */
export type FramePlace = 'next' | 'gap' | 'stale';

/** Counts the frames of the feed. A higher epoch means that the room moved to another worker and the count began again. */
export class FeedCursor {
  #epoch: number;
  #frame: number;

  constructor(at: { readonly epoch: number; readonly frame: number }) {
    this.#epoch = at.epoch;
    this.#frame = at.frame;
  }

  /** Takes a frame's place and moves on, unless the frame is stale. */
  advance(at: { readonly epoch: number; readonly frame: number }): FramePlace {
    if (this.#isBefore(at)) {
      return 'stale';
    }
    const place = at.epoch === this.#epoch && at.frame === this.#frame + 1 ? 'next' : 'gap';
    this.#epoch = at.epoch;
    this.#frame = at.frame;
    return place;
  }

  /** A snapshot is the truth, unless frames after it were seen already. */
  reset(at: { readonly epoch: number; readonly frame: number }): boolean {
    if (at.epoch < this.#epoch || (at.epoch === this.#epoch && at.frame < this.#frame)) {
      return false;
    }
    this.#epoch = at.epoch;
    this.#frame = at.frame;
    return true;
  }

  #isBefore(at: { readonly epoch: number; readonly frame: number }): boolean {
    return at.epoch < this.#epoch || (at.epoch === this.#epoch && at.frame <= this.#frame);
  }
}
