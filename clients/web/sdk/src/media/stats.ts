import type { TrackSource } from '../protocol/participant.ts';
import type { WorkerStats } from '../protocol/stats.ts';

/** One sent encoding of a track over the last interval. Rates are bit/s, times milliseconds, losses shares of 1. */
export interface SentStats {
  readonly source: TrackSource;
  /** Of a simulcast. */
  readonly rid: string | undefined;
  /** False while nobody watches it. */
  readonly isActive: boolean;
  readonly bitrate: number;
  readonly codec: string | undefined;
  readonly loss: number | undefined;
  readonly jitterMs: number | undefined;
  readonly fps: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Why the encoder sends less than asked: `none`, `cpu`, `bandwidth`, `other`. */
  readonly limitedBy: string | undefined;
}

/** One receive slot over the last interval. */
export interface ReceivedStats {
  readonly kind: 'audio' | 'video';
  readonly slot: number;
  readonly bitrate: number;
  readonly codec: string | undefined;
  readonly loss: number;
  readonly jitterMs: number;
  readonly fps: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly freezes: number;
  /** How long the picture stood still, altogether. */
  readonly frozenMs: number;
  /** Share of the sound that was made up because packets were missing; silence that was filled in does not count. */
  readonly concealment: number | undefined;
  /** Mean time that media waited in the jitter buffer. */
  readonly bufferMs: number | undefined;
  readonly decodeMs: number | undefined;
  /**
   * An estimate of camera to screen, from what this side can know: one frame interval to capture and encode, half a round
   * trip up (assumed like ours) and half down, the jitter buffer, decoding, and one refresh of a 60 Hz screen.
   */
  readonly endToEndMs: number | undefined;
}

export interface ConnectionStats {
  readonly at: number;
  readonly rttMs: number | undefined;
  readonly protocol: string | undefined;
  readonly bitrateUp: number;
  readonly bitrateDown: number;
  readonly availableUp: number | undefined;
  readonly sent: readonly SentStats[];
  readonly received: readonly ReceivedStats[];
}

/** With the worker's side, while somebody asked for it. */
export interface RoomStats extends ConnectionStats {
  readonly worker: WorkerStats | undefined;
}

export type Sections = ReadonlyMap<
  string,
  { readonly source: TrackSource } | { readonly kind: 'audio' | 'video'; readonly slot: number }
>;

/** A stats report as plain data: RTCStatsReport is a map of dictionaries whose members depend on `type`. */
export type StatsSample = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const screenRefreshMs = 1000 / 60;
const assumedFps = 30;

/** What happened between two samples of `getStats`. Pure; the first sample has no interval and so no rates. */
export function summarize(before: StatsSample | undefined, now: StatsSample, sections: Sections): ConnectionStats {
  const reader = new Reader(before, now);
  const transport = reader.ofType('transport')[0];
  const pair = now.get(text(transport?.['selectedCandidatePairId']) ?? '') ?? reader.ofType('candidate-pair').find((each) => each['nominated'] === true);
  const rttMs = milliseconds(pair?.['currentRoundTripTime']);
  return {
    at: numeric(transport?.['timestamp']) ?? numeric(pair?.['timestamp']) ?? 0,
    rttMs,
    protocol: text(now.get(text(pair?.['localCandidateId']) ?? '')?.['protocol']),
    bitrateUp: reader.rate(transport ?? pair, 'bytesSent') * 8,
    bitrateDown: reader.rate(transport ?? pair, 'bytesReceived') * 8,
    availableUp: numeric(pair?.['availableOutgoingBitrate']),
    sent: reader.ofType('outbound-rtp').flatMap((stats) => {
      const section = sections.get(text(stats['mid']) ?? '');
      return section !== undefined && 'source' in section ? [sent(reader, stats, section.source)] : [];
    }),
    received: reader.ofType('inbound-rtp').flatMap((stats) => {
      const section = sections.get(text(stats['mid']) ?? '');
      return section !== undefined && 'slot' in section ? [received(reader, stats, section, rttMs)] : [];
    }),
  };
}

type Stats = Readonly<Record<string, unknown>>;

function sent(reader: Reader, stats: Stats, source: TrackSource): SentStats {
  const remote = reader.ofType('remote-inbound-rtp').find((each) => each['localId'] === stats['id']);
  return {
    source,
    rid: text(stats['rid']),
    isActive: stats['active'] !== false,
    bitrate: reader.rate(stats, 'bytesSent') * 8,
    codec: reader.codec(stats),
    loss: numeric(remote?.['fractionLost']),
    jitterMs: milliseconds(remote?.['jitter']),
    ...picture(stats),
    limitedBy: text(stats['qualityLimitationReason']),
  };
}

function received(
  reader: Reader,
  stats: Stats,
  section: { readonly kind: 'audio' | 'video'; readonly slot: number },
  rttMs: number | undefined,
): ReceivedStats {
  const lost = Math.max(0, reader.growth(stats, 'packetsLost'));
  const arrived = reader.growth(stats, 'packetsReceived');
  const emitted = reader.growth(stats, 'jitterBufferEmittedCount');
  const decoded = reader.growth(stats, 'framesDecoded');
  const bufferMs = emitted > 0 ? (reader.growth(stats, 'jitterBufferDelay') / emitted) * 1000 : undefined;
  const decodeMs = decoded > 0 ? (reader.growth(stats, 'totalDecodeTime') / decoded) * 1000 : undefined;
  const size = picture(stats);
  const isWhole = section.kind === 'video' && bufferMs !== undefined && rttMs !== undefined;
  return {
    ...section,
    bitrate: reader.rate(stats, 'bytesReceived') * 8,
    codec: reader.codec(stats),
    loss: lost + arrived > 0 ? lost / (lost + arrived) : 0,
    jitterMs: milliseconds(stats['jitter']) ?? 0,
    ...size,
    framesDecoded: numeric(stats['framesDecoded']) ?? 0,
    framesDropped: numeric(stats['framesDropped']) ?? 0,
    freezes: numeric(stats['freezeCount']) ?? 0,
    frozenMs: milliseconds(stats['totalFreezesDuration']) ?? 0,
    concealment: section.kind === 'audio' ? concealment(reader, stats) : undefined,
    bufferMs,
    decodeMs,
    endToEndMs: isWhole
      ? 1000 / (size.fps ?? assumedFps) + rttMs + bufferMs + (decodeMs ?? 0) + screenRefreshMs
      : undefined,
  };
}

function concealment(reader: Reader, stats: Stats): number | undefined {
  const played = reader.growth(stats, 'totalSamplesReceived');
  const audible = reader.growth(stats, 'concealedSamples') - reader.growth(stats, 'silentConcealedSamples');
  return played > 0 ? Math.max(0, audible) / played : undefined;
}

function picture(stats: Stats): { fps: number | undefined; width: number | undefined; height: number | undefined } {
  const fps = numeric(stats['framesPerSecond']);
  return { fps: fps === 0 ? undefined : fps, width: numeric(stats['frameWidth']), height: numeric(stats['frameHeight']) };
}

class Reader {
  readonly #before: StatsSample | undefined;
  readonly #now: StatsSample;

  constructor(before: StatsSample | undefined, now: StatsSample) {
    this.#before = before;
    this.#now = now;
  }

  ofType(type: string): readonly Stats[] {
    return [...this.#now.values()].filter((stats) => stats['type'] === type);
  }

  codec(stats: Stats): string | undefined {
    return text(this.#now.get(text(stats['codecId']) ?? '')?.['mimeType'])?.split('/')[1];
  }

  /** By how much a counter grew. */
  growth(stats: Stats, counter: string): number {
    const old = this.#before?.get(text(stats['id']) ?? '');
    return old === undefined ? 0 : (numeric(stats[counter]) ?? 0) - (numeric(old[counter]) ?? 0);
  }

  /** The same per second. */
  rate(stats: Stats | undefined, counter: string): number {
    const old = stats === undefined ? undefined : this.#before?.get(text(stats['id']) ?? '');
    if (stats === undefined || old === undefined) {
      return 0;
    }
    const seconds = ((numeric(stats['timestamp']) ?? 0) - (numeric(old['timestamp']) ?? 0)) / 1000;
    return seconds > 0 ? Math.max(0, this.growth(stats, counter) / seconds) : 0;
  }
}

function numeric(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function milliseconds(seconds: unknown): number | undefined {
  const value = numeric(seconds);
  return value === undefined ? undefined : value * 1000;
}
