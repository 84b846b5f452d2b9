import type { ClientMessage, WatchedTrack } from '../protocol/messages.ts';

/** What one wants to see, all of it (WA1). Sizes are in physical pixels. */
export interface WatchWish {
  readonly tracks: readonly WatchedTrack[];
  /** What becomes of pictures that are not named; `show` unless said. */
  readonly others?: 'show' | 'hide';
}

/** A layout that is being dragged changes with every frame: four messages a second are enough for the eye. */
const pauseMs = 250;

/** Tells the worker what is wanted, the first wish at once and then the newest. */
export class Watching {
  readonly #send: (message: ClientMessage) => void;
  #wish: WatchWish | undefined;
  /** As the worker knows it. */
  #told: string | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (message: ClientMessage) => void) {
    this.#send = send;
  }

  want(wish: WatchWish): void {
    this.#wish = wish;
    this.#tell();
  }

  /** Another socket or worker: what was told before may be lost (WA7). */
  restate(): void {
    this.#told = undefined;
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#pause);
    this.#wish = undefined;
  }

  #tell(): void {
    if (this.#wish === undefined || this.#pause !== undefined) {
      return;
    }
    const message = { type: 'watch', ...this.#wish } as const;
    const text = JSON.stringify(message);
    if (text === this.#told) {
      return;
    }
    this.#told = text;
    this.#send(message);
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#tell();
    }, pauseMs);
  }
}
