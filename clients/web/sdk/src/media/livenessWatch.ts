const pollMs = 200;
/** While something that never paused seems to have ended, each moment counts. */
const closePollMs = 50;
/** The worker reports once a second on every stream it plays or receives, so this long is no pause of a speaker. */
const longestSilenceMs = 1_250;
/** Media comes many times a second: where it never paused for long, less silence is enough, but a change of cell must fit in. */
const shortestSilenceMs = 800;
const pausesToSilence = 3;
/** For how long a pause is remembered, at least. */
const memoryMs = 5_000;
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
  #longestPause = { ms: 0, before: 0, since: 0 };

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
    this.#longestPause = { ms: 0, before: 0, since: now };
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    const isOverdue = this.#now() - this.#changedAt > shortestSilenceMs / 2 && this.#silenceMs < longestSilenceMs;
    this.#timer = setTimeout(() => void this.#poll(), isOverdue ? closePollMs : pollMs);
  }

  get #silenceMs(): number {
    const pause = Math.max(this.#longestPause.ms, this.#longestPause.before);
    return Math.min(longestSilenceMs, Math.max(shortestSilenceMs, pause * pausesToSilence));
  }

  #remember(pause: number, now: number): void {
    const { ms, since } = this.#longestPause;
    this.#longestPause = now - since > memoryMs ? { ms: pause, before: ms, since: now } : { ...this.#longestPause, ms: Math.max(ms, pause) };
  }

  async #poll(): Promise<void> {
    const timer = this.#timer;
    const value = await this.#ports.heard().catch(() => undefined);
    if (this.#isClosed || timer !== this.#timer) {
      return;
    }
    const now = this.#now();
    const wasStalled = now - this.#polledAt > stallMs;
    this.#polledAt = now;
    if (value !== this.#value) {
      this.#remember(now - this.#changedAt, now);
      this.#value = value;
      if (now - this.#changedAt > regularGapMs && !wasStalled) {
        this.#regularSince = now;
      }
      this.#wasRegular = now - this.#regularSince >= regularForMs;
      this.#changedAt = now;
    } else if (wasStalled) {
      this.#changedAt = now;
    } else if (now - this.#changedAt >= this.#silenceMs && this.#wasRegular && this.#ports.expected()) {
      // Once: the next silence is another transport's.
      this.#wasRegular = false;
      this.#ports.silent();
    }
    this.#schedule();
  }
}
