import type { ClientMessage } from '../protocol/messages.ts';
import type { WorkerStats } from '../protocol/stats.ts';

/** The worker answers one a second after a burst (ST2). */
const intervalMs = 1_200;
/** What nobody answered anew describes another moment. */
const staleMs = 5_000;

/** Asks for the worker's side of the statistics while somebody looks at them: no standing stream to thousands (ST1). */
export class WorkerStatsKeeper {
  readonly #send: (message: ClientMessage) => void;
  readonly #now: () => number;
  #lookers = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #asked = 0;
  #latest: { readonly stats: WorkerStats; readonly at: number } | undefined;

  constructor(send: (message: ClientMessage) => void, now: () => number = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  get latest(): WorkerStats | undefined {
    return this.#latest !== undefined && this.#now() - this.#latest.at < staleMs ? this.#latest.stats : undefined;
  }

  /** Answers the function that ends it; the last one to look stops the questions. */
  look(): () => void {
    this.#lookers += 1;
    if (this.#lookers === 1) {
      this.#ask();
      this.#timer = setInterval(() => this.#ask(), intervalMs);
    }
    let isLooking = true;
    return () => {
      if (isLooking) {
        isLooking = false;
        this.#lookers -= 1;
        if (this.#lookers === 0) {
          this.close();
        }
      }
    };
  }

  /** Answers come on one socket in their order, so the newest is the last. */
  handle(stats: WorkerStats): void {
    this.#latest = { stats, at: this.#now() };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#latest = undefined;
  }

  #ask(): void {
    this.#asked += 1;
    this.#send({ type: 'stats', id: `stats-${this.#asked}` });
  }
}
