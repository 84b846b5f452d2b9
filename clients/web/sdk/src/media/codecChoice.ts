import { isScalable } from './layers.ts';
import type { VideoCodec } from './codecs.ts';

/** What a transport's pictures were offered in first, and what its answer settled for; undefined: it sends no pictures. */
export interface SentCodec {
  readonly offered: VideoCodec;
  readonly answered: VideoCodec | undefined;
}

/**
 * What own pictures are sent in. It begins with the page's wish and only falls back (CD3): who could not decode the wish may come
 * again, and each change costs everybody a key frame.
 */
export class CodecChoice {
  #choice: VideoCodec;
  #decoded: readonly VideoCodec[] | undefined;

  constructor(wish: VideoCodec) {
    this.#choice = wish;
  }

  /** For the next transport. */
  get choice(): VideoCodec {
    return this.#choice;
  }

  /** What everybody in the room decodes, the one to fall back to first. */
  decoded(codecs: readonly VideoCodec[]): void {
    this.#decoded = codecs;
  }

  /** Answers whether the next transport would do better than this one, and prepares it. */
  reconsider({ offered, answered }: SentCodec): boolean {
    if (answered === undefined) {
      return false;
    }
    const next = this.#decoded?.includes(answered) === false ? (this.#decoded[0] ?? answered) : answered;
    this.#choice = next;
    // Where a scalable codec was refused there is a single encoding: the other one would have been offered in several sizes.
    return next !== offered && (next !== answered || isScalable(offered));
  }
}
