import { afterEach, expect, it, vi } from 'vitest';
import { sendableCodecs, usualCodec, videoFormats } from './videoFormats.ts';

function browserSends(...codecs: readonly string[]): void {
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs: codecs.map((codec) => ({ mimeType: `video/${codec}` })) }) });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('a_host_who_comes_by_a_link_sends_what_the_room_was_made_for', () => {
  browserSends('VP8', 'VP9', 'H264', 'AV1');
  expect(videoFormats.map(({ codecs }) => usualCodec(codecs))).toEqual(videoFormats.map(({ codec }) => codec));
});

it('a_browser_that_cannot_sends_the_first_that_it_can', () => {
  browserSends('VP8', 'H264');
  expect(usualCodec({ video: ['VP8', 'H264', 'VP9'] })).toBe('vp8');
  expect(usualCodec({ video: ['H264', 'AV1'] })).toBe('h264');
});

it('only_what_the_room_allows_can_be_chosen', () => {
  browserSends('VP8', 'VP9', 'H264', 'AV1');
  expect(sendableCodecs({ video: ['H264', 'AV1'] }).map(([codec]) => codec)).toEqual(['h264', 'av1']);
});
