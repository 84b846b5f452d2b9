/** Enough of RTCRtpCodec to choose by. */
interface Codec {
  readonly mimeType: string;
  readonly sdpFmtpLine?: string | undefined;
}

/**
 * What goes into the offer, in order of preference. VP8 is what every admitted viewer decodes; H264 in its constrained
 * baseline form is there for hardware without it; the rest would only lengthen the offer of every join.
 */
export function preferredCodecs<C extends Codec>(kind: 'audio' | 'video', supported: readonly C[]): C[] {
  if (kind === 'audio') {
    return supported.filter((codec) => is(codec, 'audio/opus'));
  }
  return [
    ...supported.filter((codec) => is(codec, 'video/vp8')),
    ...supported.filter((codec) => is(codec, 'video/h264') && isConstrainedBaseline(codec)),
    ...supported.filter((codec) => is(codec, 'video/rtx')),
  ];
}

/** Orders a transceiver's codecs; leaves them alone where the browser cannot or knows none of ours. */
export function preferCodecs(transceiver: RTCRtpTransceiver, kind: 'audio' | 'video'): void {
  // The order and set are of the receiver's list in both directions (WebRTC 1.0, setCodecPreferences).
  const supported = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const preferred = preferredCodecs(kind, supported);
  if (preferred.length > 0 && 'setCodecPreferences' in transceiver) {
    transceiver.setCodecPreferences(preferred);
  }
}

/**
 * RFC 7587 section 6.1: stereo=1 in a description says that its writer prefers to receive stereo. Browsers write it for no
 * section, and would play shared music in mono.
 */
export function receiveStereo(sdp: string): string {
  const opus = /^a=rtpmap:(\d+) opus\//im.exec(sdp)?.[1];
  if (opus === undefined) {
    return sdp;
  }
  return sdp.replaceAll(new RegExp(`^(a=fmtp:${opus} (?!.*\\bstereo=)[^\\r\\n]*)`, 'gm'), '$1;stereo=1');
}

function is(codec: Codec, mimeType: string): boolean {
  return codec.mimeType.toLowerCase() === mimeType;
}

function isConstrainedBaseline({ sdpFmtpLine = '' }: Codec): boolean {
  return sdpFmtpLine.includes('profile-level-id=42e0') && sdpFmtpLine.includes('packetization-mode=1');
}
