import type { Participant } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import { stageModel, type StageModel } from './tiles.ts';
import type { TileSize } from './tileSizes.ts';
import { watchWish, type View } from './watchWish.ts';

function person(participantId: string, ...sources: readonly ('camera' | 'screen')[]): Participant {
  return {
    participantId, displayName: participantId, mode: 'SEND_AND_RECV', connection: 'connected', joinedAt: '2026-11-22T10:00:00Z',
    tracks: sources.map((source) => ({ source, state: 'live' })),
  };
}

function size(width: number, height: number, isInView = true): TileSize {
  return { width, height, isInView };
}

function view(sizes: Readonly<Record<string, TileSize>>, parts: Partial<View> = {}): View {
  return { sizes: new Map(Object.entries(sizes)), pixelRatio: 1, isAway: false, ...parts };
}

const two: StageModel = stageModel([person('ann', 'camera'), person('bob', 'camera')], [], undefined, undefined);

it('WA2_sizes_are_physical_and_small_differences_are_none', () => {
  const wish = watchWish(two, view({ 'ann/camera': size(401, 226), 'bob/camera': size(399, 225) }, { pixelRatio: 2 }));
  expect(wish).toEqual({
    tracks: [
      { participantId: 'ann', source: 'camera', width: 816, height: 464, priority: 50 },
      { participantId: 'bob', source: 'camera', width: 800, height: 464, priority: 50 },
    ],
  });
});

it('a_tile_that_was_not_measured_yet_is_wanted_as_good_as_there_is', () => {
  const unknown = { participantId: 'ann', source: 'camera', priority: 50 };
  expect(watchWish(two, view({})).tracks[0]).toEqual(unknown);
  expect(watchWish(two, view({ 'ann/camera': size(0, 0, false) })).tracks[0]).toEqual(unknown);
});

it('what_is_scrolled_out_of_sight_is_hidden', () => {
  const wish = watchWish(two, view({ 'ann/camera': size(160, 90), 'bob/camera': size(160, 90, false) }));
  expect(wish.tracks[1]).toEqual({ participantId: 'bob', source: 'camera', hidden: true });
});

it('a_screen_and_who_is_pinned_come_first', () => {
  const screen = watchWish(stageModel([person('ann', 'camera', 'screen')], [], undefined, undefined), view({}));
  expect(screen.tracks.map(({ source, priority }) => [source, priority])).toEqual([['screen', 100], ['camera', 50]]);
  const pinned = watchWish(stageModel([person('ann', 'camera'), person('bob', 'camera')], [], undefined, 'bob/camera'), view({}));
  expect(pinned.tracks[0]).toEqual({ participantId: 'bob', source: 'camera', priority: 100, pinned: true });
});

it('a_tab_that_nobody_looks_at_wants_no_pictures_not_even_a_pinned_one', () => {
  const model = stageModel([person('ann', 'camera'), person('bob', 'camera')], [], undefined, 'bob/camera');
  expect(watchWish(model, view({ 'ann/camera': size(640, 360) }, { isAway: true }))).toEqual({
    tracks: [{ participantId: 'bob', source: 'camera', hidden: true }, { participantId: 'ann', source: 'camera', hidden: true }],
    others: 'hide',
  });
});

it('ones_own_picture_is_not_asked_for', () => {
  const own = { participantId: 'me', displayName: 'Me', states: [{ source: 'camera', state: 'live' }] as const, stream: () => undefined };
  expect(watchWish(stageModel([], [], own, undefined), view({}))).toEqual({ tracks: [] });
});
