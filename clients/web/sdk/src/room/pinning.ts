import type { ClientMessage } from '../protocol/messages.ts';
import type { PinnedTrack } from '../protocol/participant.ts';

/**
 * What this moderator pinned for everybody. The worker keeps it while it has the room; the next one hears it again from whoever
 * pinned it last (PN4).
 */
export class Pinning {
  readonly #send: (message: ClientMessage) => void;
  #own: PinnedTrack | undefined;
  #epoch: number;
  /** The next worker was told and has not said so yet. */
  #isRestoring = false;

  constructor(send: (message: ClientMessage) => void, epoch: number) {
    this.#send = send;
    this.#epoch = epoch;
  }

  /** @param track - undefined: nobody any more */
  pin(track: PinnedTrack | undefined): void {
    this.#own = track;
    this.#tell();
  }

  /** The room says that something else is pinned than before: what another moderator did is not ours to undo. */
  changed(pinned: PinnedTrack | undefined): void {
    if (pinned === undefined && this.#isRestoring) {
      return;
    }
    this.#isRestoring = false;
    if (pinned?.participantId !== this.#own?.participantId || pinned?.source !== this.#own?.source) {
      this.#own = undefined;
    }
  }

  /** A resume was answered: on another worker nothing is pinned yet, unless somebody was faster. */
  resumed(pinned: PinnedTrack | undefined, epoch: number): void {
    const moved = epoch !== this.#epoch;
    this.#epoch = epoch;
    if (moved && this.#own !== undefined && pinned === undefined) {
      this.#isRestoring = true;
      this.#tell();
    }
  }

  #tell(): void {
    this.#send({ type: 'pin', ...(this.#own === undefined ? {} : { track: this.#own }) });
  }
}
