import type { WantedLayers } from '../protocol/messages.ts';

/** What of a transport matters here; {@link Peer} is one. */
interface Publisher {
  readonly state: 'connecting' | 'connected' | 'unstable' | 'failed';
  wantLayers(tracks: readonly WantedLayers[]): void;
}

interface Statement {
  readonly epoch: number;
  readonly tracks: readonly WantedLayers[];
}

/** Whose layers are meant: while a room moves there are two transports, to workers that each know their own viewers (LY2). */
export class LayerStatements {
  readonly #publishers = new Map<Publisher, number>();
  /** It may overtake the answer to the resume that explains it. */
  #early: Statement | undefined;

  /** A transport to the worker of an epoch. */
  bind(publisher: Publisher, epoch: number): void {
    for (const known of this.#publishers.keys()) {
      if (known.state === 'failed') {
        this.#publishers.delete(known);
      }
    }
    this.#publishers.set(publisher, epoch);
    if (this.#early?.epoch === epoch) {
      publisher.wantLayers(this.#early.tracks);
    }
    this.#early = undefined;
  }

  /** A `layers` message. */
  take(epoch: number | undefined, tracks: readonly WantedLayers[]): void {
    const meant = [...this.#publishers].filter(([, its]) => epoch === undefined || its === epoch);
    meant.forEach(([publisher]) => publisher.wantLayers(tracks));
    if (meant.length === 0 && epoch !== undefined) {
      this.#early = { epoch, tracks };
    }
  }
}
