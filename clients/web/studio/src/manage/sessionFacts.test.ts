import type { QualityPoint, SessionParticipant } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import { presence, qualityOf, scoreInWords } from './sessionFacts.ts';

it('who_comes_and_goes_was_there_in_between_and_who_is_still_there_until_now', () => {
  const timelog = [
    { start: '2026-11-23T10:00:00Z', end: '2026-11-23T10:05:00Z' },
    { start: '2026-11-23T10:30:00Z', end: null },
  ];
  expect(presence({ timelog } as unknown as SessionParticipant, Date.parse('2026-11-23T10:31:00Z'))).toBe(6 * 60_000);
});

it('quality_is_the_mean_of_what_was_measured_and_losses_add_up', () => {
  const points: readonly QualityPoint[] = [
    { time: 'a', qualityScore: { audio: 4.4 }, averageAudioRtt: 40, recvAudioPacketLost: 2, averageRecvAudioBitrate: 40_000 },
    { time: 'b', qualityScore: { audio: 4, video: 3 }, averageAudioRtt: 60, averageVideoRtt: 80, recvVideoPacketLost: 5, averageRecvVideoBitrate: 900_000, averageRecvAudioBitrate: 60_000 },
    { time: 'c', qualityScore: {} },
  ];
  expect(qualityOf(points)).toEqual({ audio: 4.2, video: 3, rttMs: 60, lostPackets: 7, received: 500_000, sent: undefined });
});

it('what_nobody_measured_has_no_quality', () => {
  expect(qualityOf([])).toEqual({ audio: undefined, video: undefined, rttMs: undefined, lostPackets: 0, received: undefined, sent: undefined });
});

// ITU-T G.107 annex B, table B.1.
it.each([[4.4, 'Excellent'], [4.03, 'Good'], [3.7, 'Fair'], [3.1, 'Poor'], [2, 'Bad'], [undefined, '–']])('%s is %s', (score, words) => {
  expect(scoreInWords(score)).toBe(words);
});
