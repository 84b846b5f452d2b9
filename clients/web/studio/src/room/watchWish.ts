import type { WatchedTrack, WatchWish } from '@serverless-live/sdk';
import type { StageModel, TileModel } from './tiles.ts';
import type { TileSize } from './tileSizes.ts';

export interface View {
  readonly sizes: ReadonlyMap<string, TileSize>;
  /** Physical pixels of a CSS pixel. */
  readonly pixelRatio: number;
  /** Nobody looks: the tab is in the background. */
  readonly isAway: boolean;
}

const featuredPriority = 100;
const usualPriority = 50;
/** Sizes that differ by less are the same to a picture, and not worth a message. */
const stepPixels = 16;

/** What the page shows, as the server is to know it. Pure. */
export function watchWish({ featured, others }: StageModel, view: View): WatchWish {
  const tiles = [...(featured === undefined ? [] : [featured]), ...others].filter(({ isSelf }) => !isSelf);
  return {
    tracks: tiles.map((tile) => wishFor(tile, tile === featured, view)),
    // Of people who did not fit, whoever speaks comes in by himself.
    ...(view.isAway ? { others: 'hide' } : {}),
  };
}

function wishFor({ key, participantId, source, isPinned }: TileModel, isFeatured: boolean, { sizes, pixelRatio, isAway }: View): WatchedTrack {
  const known = sizes.get(key);
  // A tile that was not laid out yet has no size and is nowhere to be seen.
  const size = known === undefined || known.width === 0 || known.height === 0 ? undefined : known;
  if (isAway || size?.isInView === false) {
    return { participantId, source, hidden: true };
  }
  return {
    participantId,
    source,
    ...(size === undefined ? {} : { width: physical(size.width, pixelRatio), height: physical(size.height, pixelRatio) }),
    priority: isFeatured ? featuredPriority : usualPriority,
    ...(isPinned ? { pinned: true } : {}),
  };
}

function physical(cssPixels: number, pixelRatio: number): number {
  return Math.ceil((cssPixels * pixelRatio) / stepPixels) * stepPixels;
}
