import { LiveError } from '../errors.ts';
import { Backoff, sleep, type Random } from '../signaling/backoff.ts';

/** After that somebody who waits should rather hear what is wrong. */
const longestWaitMs = 30_000;

/** Why a call is asked again: no server has room or time for it, or none was reached. */
export type Obstacle = 'busy' | 'unreachable';

export interface Patience {
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
  /** Before each pause. */
  readonly waiting: (obstacle: Obstacle) => void;
}

/**
 * Asks again while an answer that would let the caller in may come in a moment, but begins nothing later than half a minute after
 * the first question; what the last answer said is thrown then.
 */
export async function askPatiently<T>(ask: () => Promise<T>, { random, signal, waiting }: Patience): Promise<T> {
  const backoff = new Backoff({ firstMs: 1_000, maxMs: 8_000 }, random);
  const end = performance.now() + longestWaitMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof LiveError) || !error.isPassing) {
        throw error;
      }
      const pause = backoff.next(error.retryAfterSeconds);
      if (performance.now() + pause > end) {
        throw error;
      }
      waiting(error.code === 'network' ? 'unreachable' : 'busy');
      await sleep(pause, signal);
    }
  }
}
