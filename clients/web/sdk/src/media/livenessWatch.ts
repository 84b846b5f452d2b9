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
/** A transport that was not heard regularly lately says less by being silent: answers to ICE checks are 2.5 s apart. */
const regularGapMs = 1_200;
const regularForMs = 2_000;
const irregularSilenceMs = 3_500;
const irregularMarginMs = 500;
/** A page that slept has not listened; one that was starved has, but only now and then. */
const stallMs = 1_000;
/** What one poll counts for at most: after a sleep, silence takes a second one to be believed. */
const longestStepMs = 500;

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
  /** Something came, after the first look. */
  #hasHeard = false;
  #polledAt = 0;
  /** For how long nothing came, as far as the page was awake. */
  #listenedMs = 0;
  #isAlarmed = false;
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
    this.#hasHeard = false;
    this.#polledAt = now;
    this.#listenedMs = 0;
    this.#isAlarmed = false;
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
    if (!this.#wasRegular) {
      return pause > regularGapMs ? 2 * pause + irregularMarginMs : irregularSilenceMs;
    }
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
    const step = now - this.#polledAt;
    const wasStalled = step > stallMs;
    this.#polledAt = now;
    if (value !== this.#value) {
      // What a page did not see is no pause.
      if (!wasStalled) {
        this.#remember(now - this.#changedAt, now);
      }
      this.#hasHeard = this.#value !== undefined;
      this.#value = value;
      if (now - this.#changedAt > regularGapMs && !wasStalled) {
        this.#regularSince = now;
      }
      this.#wasRegular = now - this.#regularSince >= regularForMs;
      this.#changedAt = now;
      this.#listenedMs = 0;
      this.#isAlarmed = false;
    } else {
      this.#listenedMs += Math.min(step, longestStepMs);
      if (this.#hasHeard && this.#listenedMs >= this.#silenceMs && !this.#isAlarmed && this.#ports.expected()) {
        // Once: the next silence is another transport's.
        this.#isAlarmed = true;
        this.#ports.silent();
      }
    }
    this.#schedule();
  }
}
