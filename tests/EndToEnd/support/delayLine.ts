import type { Link } from './netem.ts';

interface Waiting {
  readonly at: number;
  readonly deliver: () => void;
}

/** Carries real datagrams over a {@link Link}: each is delivered when the link says, in the order of arrival. */
export class DelayLine {
  readonly #link: Link;
  /** Soonest first. */
  readonly #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    this.#link = link;
  }

  send(bytes: number, deliver: () => void): void {
    for (const at of this.#link.transmit(performance.now(), bytes)) {
      // Almost always at the end: only what was held back is overtaken.
      let index = this.#waiting.length;
      while (index > 0 && (this.#waiting[index - 1]?.at ?? 0) > at) {
        index -= 1;
      }
      this.#waiting.splice(index, 0, { at, deliver });
    }
    this.#deliverDue();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  #deliverDue(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    let next = this.#waiting[0];
    while (next !== undefined && next.at <= now) {
      this.#waiting.shift();
      next.deliver();
      next = this.#waiting[0];
    }
    if (next !== undefined) {
      this.#timer = setTimeout(() => this.#deliverDue(), next.at - now);
    }
  }
}
