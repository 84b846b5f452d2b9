import { expect, it } from 'vitest';
import { describeSound } from './opusOffer.ts';

function section(fmtp: string): string {
  return `m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 ${fmtp}\r\n`;
}

const head = 'v=0\r\ns=-\r\n';
const picture = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 x=1\r\n';

function formats(sdp: string): readonly (string | undefined)[] {
  return [...sdp.matchAll(/^a=fmtp:111 (.*)$/gm)].map(([, format]) => format?.trim());
}

it('MD6_voices_may_pause_music_may_not_and_slots_are_stereo', () => {
  const offer = head + section('minptime=10;useinbandfec=1') + picture + section('minptime=10;useinbandfec=1') + section('minptime=10');
  expect(formats(describeSound(offer, ['speech', undefined, 'music', 'received']))).toEqual([
    'minptime=10;useinbandfec=1;usedtx=1',
    'minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;usedtx=0;maxaveragebitrate=128000',
    'minptime=10;useinbandfec=1;stereo=1',
  ]);
});

it('nothing_else_of_the_offer_changes', () => {
  const offer = head + section('minptime=10') + picture;
  const described = describeSound(offer, ['speech', undefined]);
  expect(described.replace(/^a=fmtp:111 .*$/m, 'a=fmtp:111 minptime=10')).toBe(offer);
  expect(describeSound(described, ['speech', undefined])).toBe(described);
});

it('a_parameter_that_the_browser_wrote_is_replaced_not_repeated', () => {
  expect(formats(describeSound(head + section('usedtx=0; stereo=1'), ['speech']))).toEqual(['usedtx=1;stereo=1;useinbandfec=1']);
});
