/** What pictures may be published in. VP8 is what every admitted viewer decodes; the others count where the room allows them. */
export type VideoCodec = 'vp8' | 'h264' | 'vp9' | 'av1';

/** Enough of RTCRtpCodec to choose by. */
interface Codec {
  readonly mimeType: string;
  readonly sdpFmtpLine?: string | undefined;
}

/** As the wire names them. */
export function codecNamed(name: string): VideoCodec | undefined {
  return videoOrder.find((codec) => codec === name.toLowerCase());
}

const videoOrder: readonly VideoCodec[] = ['vp8', 'h264', 'vp9', 'av1'];
/** The rest would only lengthen the offer of every join. */
const usualVideo: readonly VideoCodec[] = ['vp8', 'h264'];

/**
 * Opus, and first of all with each frame sent twice (RED, RFC 2198), which hides the loss of a packet without a retransmission.
 * A side that does not know RED takes plain Opus.
 */
export function soundCodecs<C extends Codec>(supported: readonly C[]): C[] {
  return [...supported.filter((codec) => is(codec, 'audio/red')), ...supported.filter((codec) => is(codec, 'audio/opus'))];
}

/** What a section for pictures offers to send: the wished codec and, in case that is refused, the usual ones. */
export function sentCodecs<C extends Codec>(wished: VideoCodec, supported: readonly C[]): C[] {
  return ofNames([wished, ...usualVideo.filter((name) => name !== wished)], supported);
}

/** What a section for pictures offers to receive: all that this browser decodes and the server knows. */
export function receivedCodecs<C extends Codec>(supported: readonly C[]): C[] {
  return ofNames(videoOrder, supported);
}

/** The wished codec, or VP8 in a browser that cannot send it. */
export function publishableCodec(wished: VideoCodec): VideoCodec {
  const supported = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  return supported.some((codec) => is(codec, `video/${wished}`)) ? wished : 'vp8';
}

/** Orders a transceiver's codecs; leaves them alone where the browser cannot or knows none of ours. */
export function preferCodecs(
  transceiver: RTCRtpTransceiver, kind: 'audio' | 'video', choose: (supported: readonly RTCRtpCodec[]) => RTCRtpCodec[],
): void {
  // The order and set are of the receiver's list in both directions (WebRTC 1.0, setCodecPreferences).
  const preferred = choose(RTCRtpReceiver.getCapabilities(kind)?.codecs ?? []);
  if (preferred.length > 0 && 'setCodecPreferences' in transceiver) {
    transceiver.setCodecPreferences(preferred);
  }
}

/** What HTML's types do not know yet (WebRTC Header Extension Control, section 5). */
interface ExtensionControl {
  getHeaderExtensionsToNegotiate(): readonly { readonly uri: string; readonly direction: RTCRtpTransceiverDirection }[];
  setHeaderExtensionsToNegotiate(extensions: readonly { readonly uri: string; readonly direction: RTCRtpTransceiverDirection }[]): void;
}

const dependencyDescriptor = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/** Without descriptors AV1 in layers cannot be decoded, and Chromium offers to receive them only where a page says so. */
export function describeLayers(transceiver: RTCRtpTransceiver & Partial<ExtensionControl>): void {
  const offered = transceiver.getHeaderExtensionsToNegotiate?.();
  if (offered?.some(({ uri }) => uri === dependencyDescriptor) === true) {
    transceiver.setHeaderExtensionsToNegotiate?.(
      offered.map((each) => (each.uri === dependencyDescriptor ? { uri: each.uri, direction: 'sendrecv' } : each)));
  }
}

function ofNames<C extends Codec>(names: readonly VideoCodec[], supported: readonly C[]): C[] {
  const found = names.flatMap((name) => supported.filter((codec) => is(codec, `video/${name}`) && isUsable(name, codec)));
  return found.length === 0 ? [] : [...found, ...supported.filter((codec) => is(codec, 'video/rtx'))];
}

/** Of H264 the constrained baseline profile, which hardware without VP8 has; of VP9 and AV1 the profile with 8 bits and 4:2:0. */
function isUsable(name: VideoCodec, { sdpFmtpLine = '' }: Codec): boolean {
  switch (name) {
    case 'vp8':
      return true;
    case 'h264':
      return sdpFmtpLine.includes('profile-level-id=42e0') && sdpFmtpLine.includes('packetization-mode=1');
    case 'vp9':
      return !/profile-id=[1-3]/.test(sdpFmtpLine);
    case 'av1':
      return !/(^|;)profile=[12]/.test(sdpFmtpLine);
  }
}

function is(codec: Codec, mimeType: string): boolean {
  return codec.mimeType.toLowerCase() === mimeType;
}
