import type { TrackSource, TrackState } from '../protocol/participant.ts';
import { inSectionOrder, kindOf, usualHint, type SoundContent } from './encodings.ts';

interface LocalTrack {
  readonly track: MediaStreamTrack;
  readonly muted: boolean;
}

/** The own tracks, whichever transport carries them. They belong to the caller, who also stops them. */
export class LocalTracks {
  /** What the microphone sends. */
  readonly sound: SoundContent;
  readonly #tracks = new Map<TrackSource, LocalTrack>();

  constructor(sound: SoundContent = 'speech') {
    this.sound = sound;
  }

  publish(source: TrackSource, track: MediaStreamTrack): void {
    const kind = kindOf(source);
    if (track.kind !== kind) {
      throw new TypeError(`${source} takes ${kind}, not ${track.kind}`);
    }
    track.contentHint ||= usualHint(source, this.sound);
    this.#tracks.set(source, { track, muted: false });
  }

  unpublish(source: TrackSource): void {
    this.#tracks.delete(source);
  }

  /** Answers whether there is something to mute. */
  setMuted(source: TrackSource, muted: boolean): boolean {
    const local = this.#tracks.get(source);
    if (local === undefined) {
      return false;
    }
    this.#tracks.set(source, { track: local.track, muted });
    return true;
  }

  track(source: TrackSource): MediaStreamTrack | undefined {
    return this.#tracks.get(source)?.track;
  }

  /** What goes out: nothing at all while muted, which costs nobody any bits. */
  sendable(source: TrackSource): MediaStreamTrack | null {
    const local = this.#tracks.get(source);
    return local === undefined || local.muted ? null : local.track;
  }

  /** All of them, as `publish` states them (SK5). */
  get states(): readonly TrackState[] {
    return inSectionOrder([...this.#tracks.keys()]).map((source) => ({
      source,
      state: this.#tracks.get(source)?.muted === true ? 'muted' : 'live',
    }));
  }
}
