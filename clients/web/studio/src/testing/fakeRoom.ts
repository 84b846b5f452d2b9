import type { Room, RoomState, TrackSource, TrackState } from '@serverless-live/sdk';

/** What the stage controls see of a room, without a server. */
export class FakeRoom {
  state: RoomState = { kind: 'connected' };
  publishing: () => Promise<void> = () => Promise.resolve();
  readonly #tracks = new Map<TrackSource, { readonly track: MediaStreamTrack; readonly muted: boolean }>();
  readonly #closed: (() => void)[] = [];

  get asRoom(): Room {
    return this as unknown as Room;
  }

  get tracks(): readonly TrackState[] {
    return [...this.#tracks].map(([source, { muted }]) => ({ source, state: muted ? 'muted' : 'live' }));
  }

  localTrack(source: TrackSource): MediaStreamTrack | undefined {
    return this.#tracks.get(source)?.track;
  }

  on(_: 'closed', listener: () => void): void {
    this.#closed.push(listener);
  }

  async publish(source: TrackSource, track: MediaStreamTrack): Promise<void> {
    this.#tracks.set(source, { track, muted: false });
    await this.publishing();
  }

  unpublish(source: TrackSource): Promise<void> {
    this.#tracks.delete(source);
    return Promise.resolve();
  }

  setMuted(source: TrackSource, muted: boolean): Promise<void> {
    const track = this.localTrack(source);
    if (track !== undefined) {
      this.#tracks.set(source, { track, muted });
    }
    return Promise.resolve();
  }

  close(): void {
    this.state = { kind: 'closed', why: { kind: 'left' } };
    this.#closed.forEach((listener) => listener());
  }
}
