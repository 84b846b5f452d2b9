import type { Room } from '@serverless-live/sdk';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { StageModel } from './tiles.ts';
import { TileSizes, type TileSize } from './tileSizes.ts';
import { usePageAway } from './usePageAway.ts';
import { watchWish } from './watchWish.ts';

/** Tells the room what the page shows. Answers where tiles say that they are there. */
export function useWatch(room: Room, model: StageModel): TileSizes {
  const [sizes, setSizes] = useState<ReadonlyMap<string, TileSize>>(new Map());
  const places = useMemo(() => new TileSizes(setSizes), []);
  useEffect(() => () => places.close(), [places]);
  const isAway = usePageAway();
  // With each drawing: the room compares, and tells the server only what is new.
  useEffect(() => room.watch(watchWish(model, { sizes, pixelRatio: devicePixelRatio, isAway })));
  return places;
}
