import { LiveError } from '../errors.ts';
import type { LocalTracks } from '../media/localTracks.ts';
import type { MediaLink } from '../media/mediaLink.ts';
import type { ClientMessage } from '../protocol/messages.ts';
import type { TrackSource } from '../protocol/participant.ts';

export interface PublishingPorts {
  readonly send: (message: ClientMessage) => void;
  /** The own tracks changed. */
  readonly changed: () => void;
}

/** The own tracks on their way out: into the transport, and stated to the worker. */
export class Publishing {
  readonly #tracks: LocalTracks;
  readonly #media: MediaLink | undefined;
  readonly #ports: PublishingPorts;

  constructor(tracks: LocalTracks, media: MediaLink | undefined, ports: PublishingPorts) {
    this.#tracks = tracks;
    this.#media = media;
    this.#ports = ports;
  }

  async publish(source: TrackSource, track: MediaStreamTrack): Promise<void> {
    if (this.#media?.peer.canPublish(source) !== true) {
      throw new LiveError('publish_forbidden', `This participant joined without a place for ${source}.`);
    }
    this.#tracks.publish(source, track);
    await this.#update(source);
  }

  async unpublish(source: TrackSource): Promise<void> {
    this.#tracks.unpublish(source);
    await this.#update(source);
  }

  async setMuted(source: TrackSource, muted: boolean): Promise<void> {
    if (this.#tracks.setMuted(source, muted)) {
      await this.#update(source);
    }
  }

  /** All of it (SK5); also to a worker or socket that may not have heard it. */
  state(): void {
    if (this.#media?.mayPublish === true) {
      this.#ports.send({ type: 'publish', tracks: this.#tracks.states });
    }
  }

  async #update(source: TrackSource): Promise<void> {
    this.state();
    this.#ports.changed();
    await this.#media?.update(source);
  }
}
