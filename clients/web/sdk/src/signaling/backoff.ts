/** Randomness is an argument so that tests know it. Answers 0 to 1. */
export type Random = () => number;

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Exponential with full jitter, so that all who lost the same server do not come back together. */
export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: Random;
  #attempt = 0;

  constructor(options: BackoffOptions, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  get attempt(): number {
    return this.#attempt;
  }

  /**
   * Milliseconds to wait before the next attempt; at least a tenth of the ceiling, so that zero luck is no busy loop.
   * @param notBeforeSeconds - Retry-After of the server: all whom it refused heard the same, so the jitter comes on top
   */
  next(notBeforeSeconds = 0): number {
    const ceiling = Math.min(this.#options.maxMs, this.#options.firstMs * 2 ** this.#attempt);
    this.#attempt += 1;
    return notBeforeSeconds * 1000 + ceiling * (0.1 + 0.9 * this.#random());
  }

  reset(): void {
    this.#attempt = 0;
  }
}

/** Waits; rejects with the signal's reason as soon as it aborts. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
