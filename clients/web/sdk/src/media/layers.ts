import type { WantedLayers } from '../protocol/messages.ts';
import type { TrackSource } from '../protocol/participant.ts';
import type { VideoCodec } from './codecs.ts';
import { bitrateFor, qualityOf } from './encodings.ts';

/** Width by height of what is captured. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * What is known when an encoder is set up. `wanted` is what somebody watches (LY1); undefined: nothing was said, so all (LY2).
 * `size` is undefined before there is a track.
 */
export interface PictureState {
  readonly source: TrackSource;
  readonly size: PictureSize | undefined;
  readonly contentHint: string | undefined;
  readonly wanted: Pick<WantedLayers, 'rids' | 'spatialLayers'> | undefined;
  readonly codec: VideoCodec;
}

/** Members that browsers have and their types do not. */
export type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/**
 * RIDs from the smallest picture to the largest, each with the pixels that the capture must have for it to be worth its bits.
 * Chromium sends no more layers than these sizes allow, and always the first ones: a smaller camera has its full picture in `h`
 * or `q` (seen in Chromium 156; with 4, 2, 1 at 480 lines, `f` would stay silent). What a screen shows is not readable any more
 * at a quarter of its size.
 */
const cameraLayers: readonly Layer[] = [
  { rid: 'q', fromPixels: 0 }, { rid: 'h', fromPixels: 480 * 270 }, { rid: 'f', fromPixels: 960 * 540 },
];
const screenLayers: readonly Layer[] = [{ rid: 'h', fromPixels: 0 }, { rid: 'f', fromPixels: 1280 * 720 }];

const assumedSize: PictureSize = { width: 1280, height: 720 };

interface Layer {
  readonly rid: string;
  readonly fromPixels: number;
}

/** Scalable in space by themselves, in one stream. */
export function isScalable(codec: VideoCodec): boolean {
  return codec === 'vp9' || codec === 'av1';
}

/** Undefined: there is no track, or it does not say. */
export function sizeOf(track: MediaStreamTrack | null | undefined): PictureSize | undefined {
  const { width, height } = track?.getSettings() ?? {};
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** The encodings to negotiate. How many there are is fixed from then on; all else may change. */
export function initialEncodings(state: PictureState): Encoding[] {
  const rids = isScalable(state.codec) ? [undefined] : layersOf(state.source).map(({ rid }) => rid);
  return fitEncodings(rids.map((rid) => (rid === undefined ? {} : { rid })), state);
}

/**
 * The same encodings, set for what is captured and watched now. A single one without the choice of layers, as after an answer
 * that refused simulcast (RFC 8853, section 5.3.2), sends the whole picture while anybody watches.
 */
export function fitEncodings(current: readonly Encoding[], state: PictureState): Encoding[] {
  const [only] = current;
  if (current.length > 1 || only === undefined) {
    return fitSimulcast(current, state);
  }
  return [isScalable(state.codec) ? fitScalable(only, state) : fitSingle(only, state)];
}

function fitSimulcast(current: readonly Encoding[], state: PictureState): Encoding[] {
  const { width, height } = state.size ?? assumedSize;
  const count = layersOf(state.source).filter(({ fromPixels }) => fromPixels <= width * height).length;
  return current.map((encoding, index) => {
    const half = 2 ** Math.max(0, count - 1 - index);
    const scale = state.codec === 'h264' ? evenScale({ width, height }, half) : half;
    const isWanted = state.wanted?.rids?.includes(encoding.rid ?? '') !== false;
    return { ...encoding, ...scaled(state, scale), active: index < count && isWanted };
  });
}

/** The next scale whose picture has even sides: H264's encoder takes no others, and its browser would send another size in their place. */
function evenScale({ width, height }: PictureSize, least: number): number {
  const isEven = (side: number) => side % 2 === 0;
  for (let lines = 2 * Math.floor(height / least / 2); lines > 0; lines -= 2) {
    const scale = height / lines;
    if (isEven(Math.round(width / scale))) {
      return scale;
    }
  }
  return least;
}

function fitScalable(encoding: Encoding, state: PictureState): Encoding {
  const most = state.source === 'screen' ? 2 : 3;
  const layers = Math.min(most, state.wanted?.spatialLayers ?? most);
  // Without the upper layers the smaller picture is all of the stream, so the layers that stay keep their sizes.
  const kept = Math.max(1, layers);
  return {
    ...encoding, ...scaled(state, 2 ** (most - kept)), active: layers > 0, scalabilityMode: kept === 1 ? 'L1T3' : `L${kept}T3_KEY`,
  };
}

function fitSingle(encoding: Encoding, state: PictureState): Encoding {
  const isWanted = state.wanted?.rids?.length !== 0 && state.wanted?.spatialLayers !== 0;
  const { scalabilityMode, ...rest } = encoding;
  // A scalable mode was asked for and its codec refused: one that every codec has must take its place.
  return { ...rest, ...scaled(state, 1), active: isWanted, ...(scalabilityMode === undefined ? {} : { scalabilityMode: 'L1T3' }) };
}

function scaled({ source, size, contentHint }: PictureState, scale: number): Encoding {
  const { width, height } = size ?? assumedSize;
  const quality = qualityOf(source, contentHint);
  return {
    scaleResolutionDownBy: scale,
    maxBitrate: bitrateFor(quality, (width * height) / scale ** 2),
    maxFramerate: quality.maxFramerate,
  };
}

function layersOf(source: TrackSource): readonly Layer[] {
  return source === 'screen' ? screenLayers : cameraLayers;
}
