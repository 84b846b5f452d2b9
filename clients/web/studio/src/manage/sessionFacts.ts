import type { QualityPoint, SessionParticipant, SessionResponse } from '@serverless-live/sdk';

/** How long somebody was there, coming and going, in milliseconds. */
export function presence({ timelog }: SessionParticipant, now: number): number {
  return timelog.reduce((sum, { start, end }) => sum + Math.max(0, (end === null ? now : Date.parse(end)) - Date.parse(start)), 0);
}

export function lengthOf({ start, end }: SessionResponse, now: number): number {
  return Math.max(0, (end === null ? now : Date.parse(end)) - Date.parse(start));
}

/** What somebody had of a session, over all of it. What was never measured is undefined. */
export interface Quality {
  /** 1 (bad) to 4.4. */
  readonly audio: number | undefined;
  readonly video: number | undefined;
  readonly rttMs: number | undefined;
  readonly lostPackets: number;
  /** bit/s. */
  readonly received: number | undefined;
  readonly sent: number | undefined;
}

export function qualityOf(points: readonly QualityPoint[]): Quality {
  const mean = (read: (point: QualityPoint) => number | undefined): number | undefined => {
    const values = points.flatMap((point) => read(point) ?? []);
    return values.length === 0 ? undefined : values.reduce((sum, each) => sum + each, 0) / values.length;
  };
  const lost = (point: QualityPoint): number =>
    (point.sendAudioPacketLost ?? 0) + (point.sendVideoPacketLost ?? 0) + (point.recvAudioPacketLost ?? 0) + (point.recvVideoPacketLost ?? 0);
  return {
    audio: mean(({ qualityScore }) => qualityScore.audio),
    video: mean(({ qualityScore }) => qualityScore.video),
    rttMs: mean(({ averageVideoRtt, averageAudioRtt }) => averageVideoRtt ?? averageAudioRtt),
    lostPackets: points.reduce((sum, point) => sum + lost(point), 0),
    received: mean((point) => both(point.averageRecvAudioBitrate, point.averageRecvVideoBitrate)),
    sent: mean((point) => both(point.averageSendAudioBitrate, point.averageSendVideoBitrate)),
  };
}

/** The bands of ITU-T G.107, annex B: very satisfied, satisfied, some, many, nearly all dissatisfied. */
export function scoreInWords(score: number | undefined): string {
  if (score === undefined) {
    return '–';
  }
  const bands = [[4.34, 'Excellent'], [4.03, 'Good'], [3.6, 'Fair'], [3.1, 'Poor']] as const;
  return bands.find(([from]) => score >= from)?.[1] ?? 'Bad';
}

function both(audio: number | undefined, video: number | undefined): number | undefined {
  return audio === undefined && video === undefined ? undefined : (audio ?? 0) + (video ?? 0);
}
