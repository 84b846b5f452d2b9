const pollMs = 200;
/** The worker reports once a second on every stream it plays or receives, so this long is no pause of a speaker. */
const silenceMs = 1_250;
/** A transport that was not heard regularly before says nothing by being silent. */
const regularGapMs = 1_200;
const regularForMs = 2_000;
/** A page that slept, or was starved, has not listened: these are no polls in a row. */
const stallMs = 1_000;

export interface LivenessPorts {
  /** Changes whenever something arrives; undefined: unknown. */
  readonly heard: () => Promise<number | undefined>;
  /** Whether the worker has something to send, if only reports. */
  readonly expected: () => boolean;
  readonly silent: () => void;
}

/**
 * Notices that the server is gone long before ICE does, which waits for several checks that are seconds apart: a transport that
 * was heard all the time and is suddenly not. The one mistake it can make costs a new transport, which nobody sees.
 */
export class LivenessWatch {
  readonly #ports: LivenessPorts;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #value: number | undefined;
  #changedAt = 0;
  #regularSince = 0;
  #wasRegular = false;
  #polledAt = 0;

  constructor(ports: LivenessPorts, now: () => number = () => performance.now()) {
    this.#ports = ports;
    this.#now = now;
    this.restart();
  }

  /** Another transport, or the same one anew: what was heard before does not count. */
  restart(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) {
      return;
    }
    const now = this.#now();
    this.#value = undefined;
    this.#changedAt = now;
    this.#regularSince = now;
    this.#wasRegular = false;
    this.#polledAt = now;
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#poll(), pollMs);
  }

  async #poll(): Promise<void> {
    const timer = this.#timer;
    const value = await this.#ports.heard().catch(() => undefined);
    if (this.#isClosed || timer !== this.#timer) {
      return;
    }
    this.#schedule();
    const now = this.#now();
    const wasStalled = now - this.#polledAt > stallMs;
    this.#polledAt = now;
    if (value !== this.#value) {
      this.#value = value;
      if (now - this.#changedAt > regularGapMs && !wasStalled) {
        this.#regularSince = now;
      }
      this.#wasRegular = now - this.#regularSince >= regularForMs;
      this.#changedAt = now;
    } else if (wasStalled) {
      this.#changedAt = now;
    } else if (now - this.#changedAt >= silenceMs && this.#wasRegular && this.#ports.expected()) {
      // Once: the next silence is another transport's.
      this.#wasRegular = false;
      this.#ports.silent();
    }
  }
}
