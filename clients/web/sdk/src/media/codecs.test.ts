import { expect, it } from 'vitest';
import { preferredCodecs, receiveStereo } from './codecs.ts';

const video = [
  { mimeType: 'video/AV1' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f' },
  { mimeType: 'video/H264', sdpFmtpLine: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=640034' },
  { mimeType: 'video/rtx' },
  { mimeType: 'video/VP8' },
  { mimeType: 'video/ulpfec' },
];

it('VP8_is_first_and_what_the_server_does_not_speak_is_out', () => {
  const names = preferredCodecs('video', video).map(({ mimeType, sdpFmtpLine }) => [mimeType, sdpFmtpLine?.slice(-6)]);
  expect(names).toEqual([['video/VP8', undefined], ['video/H264', '42e01f'], ['video/rtx', undefined]]);
});

it('sound_is_opus_only', () => {
  const audio = [{ mimeType: 'audio/red' }, { mimeType: 'audio/opus' }, { mimeType: 'audio/PCMU' }];
  expect(preferredCodecs('audio', audio)).toEqual([{ mimeType: 'audio/opus' }]);
});

it('RFC_7587_stereo_is_asked_for_in_each_opus_section_once', () => {
  const section = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n';
  const stereo = receiveStereo(`v=0\r\n${section}${section}`);
  expect(stereo.match(/a=fmtp:111 minptime=10;useinbandfec=1;stereo=1\r\n/g)).toHaveLength(2);
  expect(receiveStereo(stereo)).toBe(stereo);
});

it('an_offer_without_opus_stays_as_it_is', () => {
  const sdp = 'v=0\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 x=1\r\n';
  expect(receiveStereo(sdp)).toBe(sdp);
});
