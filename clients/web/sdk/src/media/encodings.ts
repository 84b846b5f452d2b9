import type { TrackSource } from '../protocol/participant.ts';

interface SourceProfile {
  readonly kind: 'audio' | 'video';
  /** Tells the encoder what to give up first. */
  readonly contentHint: '' | 'motion' | 'detail' | 'speech' | 'music';
  readonly maxBitrate: number;
  readonly maxFramerate?: number;
  readonly degradation?: 'maintain-framerate' | 'maintain-resolution';
}

/** The sources in the order of their sections in an offer, bitrates in bit/s. */
export const sourceProfiles: Readonly<Record<TrackSource, SourceProfile>> = {
  microphone: { kind: 'audio', contentHint: 'speech', maxBitrate: 48_000 },
  camera: {
    kind: 'video', contentHint: 'motion', maxBitrate: 1_500_000, maxFramerate: 30, degradation: 'maintain-framerate',
  },
  // Text must stay readable, so frames go before pixels.
  screen: {
    kind: 'video', contentHint: 'detail', maxBitrate: 2_500_000, maxFramerate: 30, degradation: 'maintain-resolution',
  },
  screenAudio: { kind: 'audio', contentHint: 'music', maxBitrate: 128_000 },
};

const sectionOrder: readonly TrackSource[] = ['microphone', 'camera', 'screen', 'screenAudio'];

export function inSectionOrder(sources: readonly TrackSource[]): readonly TrackSource[] {
  return sectionOrder.filter((source) => sources.includes(source));
}

export function encodingOf(source: TrackSource): RTCRtpEncodingParameters {
  const { maxBitrate, maxFramerate } = sourceProfiles[source];
  return { maxBitrate, ...(maxFramerate === undefined ? {} : { maxFramerate }) };
}

/** Not every browser knows the parameter, and one that does not may refuse the call: media matters more than the wish. */
export async function wishDegradation(sender: RTCRtpSender, source: TrackSource): Promise<void> {
  const { degradation } = sourceProfiles[source];
  if (degradation === undefined) {
    return;
  }
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  parameters.degradationPreference = degradation;
  await sender.setParameters(parameters).catch(() => undefined);
}
