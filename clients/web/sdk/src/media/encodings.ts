import type { TrackSource } from '../protocol/participant.ts';

/** What a picture may cost and what its encoder gives up first. */
export interface PictureQuality {
  /** Bit/s for 1280×720; other sizes in proportion. */
  readonly bitrateAt720p: number;
  readonly maxFramerate: number;
  readonly degradation: 'maintain-framerate' | 'maintain-resolution';
}

/** How sound is to be: voices are mono and pause in silence, music is sent as it is (MD6). */
export type SoundContent = 'speech' | 'music';

const soundBitrates: Readonly<Record<SoundContent, number>> = { speech: 48_000, music: 128_000 };

const camera: PictureQuality = { bitrateAt720p: 1_500_000, maxFramerate: 30, degradation: 'maintain-framerate' };
/** Text must stay readable, so frames go before pixels, and few of them leave the bits to the letters. */
const readable: PictureQuality = { bitrateAt720p: 1_600_000, maxFramerate: 10, degradation: 'maintain-resolution' };
/** Somebody plays a film or a game in the window. */
const motion: PictureQuality = { bitrateAt720p: 2_200_000, maxFramerate: 30, degradation: 'maintain-framerate' };

const kinds: Readonly<Record<TrackSource, 'audio' | 'video'>> = {
  microphone: 'audio', camera: 'video', screen: 'video', screenAudio: 'audio',
};

/** The order of their sections in an offer. */
const sectionOrder: readonly TrackSource[] = ['microphone', 'camera', 'screen', 'screenAudio'];

export function kindOf(source: TrackSource): 'audio' | 'video' {
  return kinds[source];
}

export function inSectionOrder(sources: readonly TrackSource[]): readonly TrackSource[] {
  return sectionOrder.filter((source) => sources.includes(source));
}

/** What a track's encoder is told of it, where the page did not say it already. */
export function usualHint(source: TrackSource, content: SoundContent): string {
  switch (source) {
    case 'microphone':
      return content;
    case 'camera':
      return 'motion';
    case 'screen':
      return 'detail';
    case 'screenAudio':
      return 'music';
  }
}

export function contentOf(source: TrackSource, microphone: SoundContent): SoundContent {
  return source === 'microphone' ? microphone : 'music';
}

export function soundEncoding(content: SoundContent): RTCRtpEncodingParameters {
  return { maxBitrate: soundBitrates[content] };
}

/** A shared screen follows its content hint (MediaStreamTrack Content Hints, section 4): motion, or something to read. */
export function qualityOf(source: TrackSource, contentHint: string | undefined): PictureQuality {
  if (source !== 'screen') {
    return camera;
  }
  return contentHint === 'motion' ? motion : readable;
}

/** Detail costs less than in proportion to the pixels: with their power of 3/4, as encoders' own tables have it. */
export function bitrateFor(quality: PictureQuality, pixels: number): number {
  return Math.round(quality.bitrateAt720p * (pixels / (1280 * 720)) ** 0.75);
}
