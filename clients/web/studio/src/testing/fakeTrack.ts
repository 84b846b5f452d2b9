/** A track that knows whether it runs; `dispatchEvent(new Event('ended'))` unplugs it. */
export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  contentHint = '';
  isRunning = true;

  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }

  getSettings(): MediaTrackSettings {
    return {};
  }

  stop(): void {
    this.isRunning = false;
  }
}

export function streamOf(...tracks: readonly FakeTrack[]): MediaStream {
  const ofKind = (kind: string) => (): unknown => tracks.filter((track) => track.kind === kind);
  return { getVideoTracks: ofKind('video'), getAudioTracks: ofKind('audio') } as unknown as MediaStream;
}
