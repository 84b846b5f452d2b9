import { expect, it, vi } from 'vitest';
import { describeLayers, receivedCodecs, sentCodecs, soundCodecs } from './codecs.ts';

/** As Chromium 156 lists them, shortened. */
const video = [
  { mimeType: 'video/VP8' },
  { mimeType: 'video/rtx' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f' },
  { mimeType: 'video/AV1', sdpFmtpLine: 'level-idx=5;profile=0;tier=0' },
  { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
  { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=2' },
  { mimeType: 'video/red' },
  { mimeType: 'video/ulpfec' },
];

function names(codecs: readonly { readonly mimeType: string }[]): readonly string[] {
  return codecs.map(({ mimeType }) => mimeType.slice('video/'.length));
}

it('VP8_is_sent_unless_another_codec_is_wished_and_stays_the_fall_back', () => {
  expect(names(sentCodecs('vp8', video))).toEqual(['VP8', 'H264', 'rtx']);
  expect(names(sentCodecs('h264', video))).toEqual(['H264', 'VP8', 'rtx']);
  expect(names(sentCodecs('av1', video))).toEqual(['AV1', 'VP8', 'H264', 'rtx']);
});

it('a_slot_takes_what_the_browser_decodes_each_codec_in_one_profile', () => {
  expect(receivedCodecs(video).map(({ mimeType, sdpFmtpLine }) => [mimeType, sdpFmtpLine?.slice(-6)])).toEqual([
    ['video/VP8', undefined], ['video/H264', '42e01f'], ['video/VP9', 'e-id=0'], ['video/AV1', 'tier=0'], ['video/rtx', undefined],
  ]);
});

it('a_browser_without_any_known_codec_keeps_its_own_order', () => {
  expect(receivedCodecs([{ mimeType: 'video/rtx' }, { mimeType: 'video/H265' }])).toEqual([]);
});

it('sound_is_opus_and_redundant_where_the_browser_can', () => {
  const audio = [{ mimeType: 'audio/opus' }, { mimeType: 'audio/red' }, { mimeType: 'audio/PCMU' }];
  expect(soundCodecs(audio)).toEqual([{ mimeType: 'audio/red' }, { mimeType: 'audio/opus' }]);
  expect(soundCodecs([{ mimeType: 'audio/opus' }, { mimeType: 'audio/CN' }])).toEqual([{ mimeType: 'audio/opus' }]);
});

it('a_slot_asks_for_the_descriptions_of_layers_where_the_browser_lets_it', () => {
  const uri = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';
  const setHeaderExtensionsToNegotiate = vi.fn();
  const mid = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', direction: 'sendrecv' };
  const control = { getHeaderExtensionsToNegotiate: () => [mid, { uri, direction: 'stopped' }], setHeaderExtensionsToNegotiate };
  describeLayers(control as unknown as RTCRtpTransceiver);
  expect(setHeaderExtensionsToNegotiate).toHaveBeenCalledExactlyOnceWith([mid, { uri, direction: 'sendrecv' }]);
  expect(() => describeLayers({} as RTCRtpTransceiver)).not.toThrow();
});
