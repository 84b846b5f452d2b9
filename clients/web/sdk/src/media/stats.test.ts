import { expect, it } from 'vitest';
import { summarize, type Sections, type StatsSample } from './stats.ts';

const sections: Sections = new Map([
  ['0', { source: 'camera' }], ['5', { kind: 'video', slot: 1 }], ['6', { kind: 'audio', slot: 0 }],
]);

function sample(at: number, parts: readonly Readonly<Record<string, unknown>>[]): StatsSample {
  return new Map(parts.map((part) => [String(part['id']), { timestamp: at, ...part }]));
}

const pair = { id: 'P', type: 'candidate-pair', currentRoundTripTime: 0.04, localCandidateId: 'L' };
const local = { id: 'L', type: 'local-candidate', protocol: 'udp' };

function inbound(packetsReceived: number, packetsLost: number, frames: number): Readonly<Record<string, unknown>> {
  return {
    id: 'I', type: 'inbound-rtp', mid: '5', bytesReceived: frames * 4_000, packetsReceived, packetsLost, jitter: 0.003,
    framesPerSecond: 25, frameWidth: 640, frameHeight: 360, framesDecoded: frames, framesDropped: 2, freezeCount: 1,
    jitterBufferDelay: frames * 0.03, jitterBufferEmittedCount: frames, totalDecodeTime: frames * 0.004,
  };
}

it('rates_are_of_the_interval_not_of_the_whole_call', () => {
  const before = sample(10_000, [{ id: 'T', type: 'transport', selectedCandidatePairId: 'P', bytesSent: 1_000_000, bytesReceived: 0 }, pair, local, inbound(900, 100, 1_000)]);
  const now = sample(12_000, [{ id: 'T', type: 'transport', selectedCandidatePairId: 'P', bytesSent: 1_250_000, bytesReceived: 50_000 }, pair, local, inbound(990, 110, 1_050)]);
  const stats = summarize(before, now, sections);
  expect(stats).toMatchObject({ rttMs: 40, protocol: 'udp', bitrateUp: 1_000_000, bitrateDown: 200_000 });
  expect(stats.received[0]).toMatchObject({ kind: 'video', slot: 1, bitrate: 800_000, loss: 0.1, jitterMs: 3, width: 640, height: 360, freezes: 1 });
});

it('the_end_to_end_estimate_is_the_sum_that_its_comment_says', () => {
  const [before, now] = [sample(0, [pair, inbound(1, 0, 0)]), sample(1_000, [{ ...pair, nominated: true }, inbound(26, 0, 25)])];
  // One frame at 25 fps, the round trip, 30 ms of buffer, 4 ms of decoding, one refresh at 60 Hz.
  expect(summarize(before, now, sections).received[0]?.endToEndMs).toBeCloseTo(40 + 40 + 30 + 4 + 1000 / 60);
});

it('the_first_sample_has_no_rates', () => {
  const stats = summarize(undefined, sample(0, [pair, inbound(10, 0, 10)]), sections);
  expect(stats.received[0]).toMatchObject({ bitrate: 0, loss: 0, bufferMs: undefined, endToEndMs: undefined });
});

it('what_the_server_reports_about_a_sent_track_is_at_the_track', () => {
  const stats = summarize(undefined, sample(0, [
    { id: 'O', type: 'outbound-rtp', mid: '0', bytesSent: 1, qualityLimitationReason: 'cpu', codecId: 'C' },
    { id: 'R', type: 'remote-inbound-rtp', localId: 'O', fractionLost: 0.02, jitter: 0.001 },
    { id: 'C', type: 'codec', mimeType: 'video/VP8' },
    { id: 'X', type: 'outbound-rtp', mid: 'unknown' },
  ]), sections);
  expect(stats.sent).toHaveLength(1);
  expect(stats.sent[0]).toMatchObject({ source: 'camera', loss: 0.02, jitterMs: 1, limitedBy: 'cpu', codec: 'VP8' });
});

it('each_size_of_a_simulcast_is_there_by_its_name_and_whether_it_is_on', () => {
  const stats = summarize(undefined, sample(0, [
    { id: 'Q', type: 'outbound-rtp', mid: '0', rid: 'q', active: true, frameWidth: 320, frameHeight: 180 },
    { id: 'F', type: 'outbound-rtp', mid: '0', rid: 'f', active: false },
  ]), sections);
  expect(stats.sent.map(({ rid, isActive, width }) => [rid, isActive, width])).toEqual([['q', true, 320], ['f', false, undefined]]);
});

it('sound_that_was_made_up_counts_silence_that_was_filled_in_does_not', () => {
  const heard = (seconds: number, concealed: number, silent: number): Readonly<Record<string, unknown>> => ({
    id: 'A', type: 'inbound-rtp', mid: '6', totalSamplesReceived: seconds * 48_000, concealedSamples: concealed, silentConcealedSamples: silent,
  });
  const stats = summarize(sample(0, [heard(10, 9_600, 0)]), sample(1_000, [heard(11, 9_600 + 7_200, 4_800)]), sections);
  expect(stats.received[0]?.concealment).toBeCloseTo(2_400 / 48_000);
  expect(summarize(undefined, sample(0, [heard(1, 0, 0)]), sections).received[0]?.concealment).toBeUndefined();
});
