/** Losses that come together (Gilbert–Elliott): the link is good or bad, and may change with each datagram. */
export interface BurstLoss {
  readonly toBad: number;
  /** One over the mean length of a burst. */
  readonly toGood: number;
  readonly lossWhenBad: number;
}

/** What one direction of a link does to datagrams: the model of tests/Rtc.Simulation/Network. Absent members do nothing. */
export interface Netem {
  /** One way. */
  readonly latencyMs?: number;
  /** Added, between zero and this; datagrams stay in order. */
  readonly jitterMs?: number;
  /** Probability that a datagram is lost. */
  readonly loss?: number;
  readonly burst?: BurstLoss;
  /** Probability that a datagram is held back so that later ones overtake it, and for how long. */
  readonly reorder?: number;
  readonly reorderMs?: number;
  /** Probability that a datagram arrives twice. */
  readonly duplicate?: number;
  /** Bit/s; what does not fit into the queue before it is dropped at the tail. */
  readonly rate?: number;
  readonly queueBytes?: number;
}

const usualQueueBytes = 64 * 1024;

/** A generator whose numbers a seed decides (mulberry32): from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One direction of a link: says when, and how often, a datagram arrives. It holds no datagrams and no clock. */
export class Link {
  netem: Netem = {};
  readonly #random: () => number;
  #freeAt = 0;
  #newestArrival = 0;
  #isBad = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Times in milliseconds. Answers when the copies arrive: none, one or two. */
  transmit(now: number, bytes: number): readonly number[] {
    const { latencyMs = 0, jitterMs = 0, reorder = 0, reorderMs = 0, duplicate = 0 } = this.netem;
    const sent = this.#isLost() ? undefined : this.#queue(now, bytes);
    if (sent === undefined) {
      return [];
    }
    let arrival = sent + latencyMs + jitterMs * this.#random();
    if (this.#happens(reorder)) {
      arrival += reorderMs;
    } else {
      arrival = Math.max(arrival, this.#newestArrival);
      this.#newestArrival = arrival;
    }
    return this.#happens(duplicate) ? [arrival, arrival + 1] : [arrival];
  }

  #isLost(): boolean {
    const { burst, loss = 0 } = this.netem;
    if (burst !== undefined) {
      this.#isBad = this.#isBad ? !this.#happens(burst.toGood) : this.#happens(burst.toBad);
      if (this.#isBad && this.#happens(burst.lossWhenBad)) {
        return true;
      }
    }
    return this.#happens(loss);
  }

  /** When the last bit is on the wire; undefined when the queue is full. */
  #queue(now: number, bytes: number): number | undefined {
    const { rate, queueBytes = usualQueueBytes } = this.netem;
    if (rate === undefined) {
      return now;
    }
    const start = Math.max(now, this.#freeAt);
    const waiting = ((start - now) / 1000) * (rate / 8);
    if (waiting + bytes > queueBytes) {
      return undefined;
    }
    this.#freeAt = start + (bytes * 8_000) / rate;
    return this.#freeAt;
  }

  #happens(probability: number): boolean {
    return probability > 0 && this.#random() < probability;
  }
}
