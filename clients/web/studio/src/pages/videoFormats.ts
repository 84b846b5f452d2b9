import type { RoomCodecs, VideoCodec } from '@serverless-live/sdk';

/** What a room's pictures may be sent in, as people choose it. */
export interface VideoFormat {
  readonly id: string;
  readonly label: string;
  /** One line on what it means. */
  readonly hint: string;
  readonly codecs: RoomCodecs;
  /** What its hosts send unless they choose another. */
  readonly codec: VideoCodec;
}

// VP8 comes first in each: it is what hosts fall back to as soon as somebody is there who cannot show more.
export const videoFormats: readonly [VideoFormat, ...VideoFormat[]] = [
  {
    id: 'usual', label: 'Usual: VP8, H264', hint: 'Every browser and phone shows it.', codecs: { video: ['VP8', 'H264'] }, codec: 'vp8',
  },
  {
    id: 'vp9', label: 'Sharper: VP9 as well', hint: 'A better picture at the same rate. Hosts fall back to VP8 for whoever cannot show it.',
    codecs: { video: ['VP8', 'H264', 'VP9'] }, codec: 'vp9',
  },
  {
    id: 'av1', label: 'Sharpest: VP9 and AV1 as well', hint: 'For hosts with fast computers. They fall back to VP8 for whoever cannot show it.',
    codecs: { video: ['VP8', 'H264', 'VP9', 'AV1'] }, codec: 'av1',
  },
];

const codecLabels: readonly (readonly [VideoCodec, string])[] = [['vp8', 'VP8'], ['h264', 'H264'], ['vp9', 'VP9'], ['av1', 'AV1']];

/** What this browser can send, of what the room allows. */
export function sendableCodecs({ video }: RoomCodecs): readonly (readonly [VideoCodec, string])[] {
  const known = RTCRtpSender.getCapabilities('video')?.codecs.map(({ mimeType }) => mimeType.toLowerCase()) ?? [];
  return codecLabels.filter(([codec, label]) => video.some((allowed) => allowed === label) && (codec === 'vp8' || known.includes(`video/${codec}`)));
}

/** What hosts of such a room send unless they choose another: what whoever made it meant them to, if this browser can. */
export function usualCodec(codecs: RoomCodecs): VideoCodec {
  const meant = videoFormats.find((format) => format.codecs.video.join() === codecs.video.join())?.codec;
  const sendable = sendableCodecs(codecs).map(([codec]) => codec);
  return sendable.find((codec) => codec === meant) ?? sendable[0] ?? 'vp8';
}
