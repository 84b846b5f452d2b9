import type { Peer } from './peer.ts';
import { summarize, type ConnectionStats, type StatsSample } from './stats.ts';

const intervalMs = 1000;

/** Once a second. A new peer begins a new comparison, since its counters begin at zero. */
export class StatsPoller {
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #peer: () => Peer;
  readonly #report: (stats: ConnectionStats) => void;
  #last: { readonly peer: Peer; readonly sample: StatsSample } | undefined;

  constructor(peer: () => Peer, report: (stats: ConnectionStats) => void) {
    this.#peer = peer;
    this.#report = report;
    this.#timer = setInterval(() => void this.#poll(), intervalMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #poll(): Promise<void> {
    const peer = this.#peer();
    peer.fitPictures();
    try {
      const sample = new Map<string, Readonly<Record<string, unknown>>>(await peer.connection.getStats());
      const before = this.#last?.peer === peer ? this.#last.sample : undefined;
      this.#last = { peer, sample };
      this.#report(summarize(before, sample, peer.sections()));
    } catch {
      // A peer that was closed meanwhile; the next poll asks its successor.
    }
  }
}
