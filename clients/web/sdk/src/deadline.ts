import { LiveError } from './errors.ts';

/** A signal that aborts after a while, or when one of the others does. `done` ends the wait. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(milliseconds: number, other: AbortSignal | undefined) {
    const late = new AbortController();
    this.#timer = setTimeout(() => late.abort(new LiveError('network', 'The server did not answer in time.')), milliseconds);
    this.signal = other === undefined ? late.signal : AbortSignal.any([other, late.signal]);
  }

  done(): void {
    clearTimeout(this.#timer);
  }
}
