import type { Participant, Slot, TrackSource, TrackState } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import { stageModel, type OwnTracks } from './tiles.ts';

const live = (...sources: readonly TrackSource[]): readonly TrackState[] => sources.map((source) => ({ source, state: 'live' }));

function person(participantId: string, tracks: readonly TrackState[], connection: Participant['connection'] = 'connected'): Participant {
  return { participantId, displayName: participantId, mode: 'SEND_AND_RECV', connection, tracks, joinedAt: '2026-11-22T10:00:00Z' };
}

function slot(kind: Slot['kind'], index: number, participantId: string, source: TrackSource): Slot {
  return { kind, index, stream: new MediaStream(), occupant: { participantId, source, hindrance: undefined } };
}

const me: OwnTracks = { participantId: 'me', displayName: 'Me', states: live('camera'), stream: () => new MediaStream() };

it('an_empty_stage_has_nothing_on_it', () => {
  expect(stageModel([], [], undefined, undefined)).toEqual({ featured: undefined, others: [], hidden: 0 });
});

it('a_host_sees_itself_once_though_the_roster_has_it_too', () => {
  const { others } = stageModel([person('me', live('camera')), person('bob', [])], [], me, undefined);
  expect(others.map(({ participantId, isSelf }) => [participantId, isSelf])).toEqual([['me', true], ['bob', false]]);
});

it('a_live_camera_is_shown_where_its_slot_is_and_a_dark_one_is_not', () => {
  const slots = [slot('video', 0, 'ann', 'camera'), slot('video', 1, 'bob', 'camera'), slot('audio', 0, 'ann', 'microphone')];
  const { others } = stageModel([person('ann', live('camera', 'microphone')), person('bob', [{ source: 'camera', state: 'muted' }])], slots, undefined, undefined);
  expect(others.map(({ stream }) => stream)).toEqual([slots[0]?.stream, undefined]);
  expect(others.map(({ voice }) => voice)).toEqual([slots[2], undefined]);
  expect(others.map(({ isMicrophoneOff }) => isMicrophoneOff)).toEqual([false, true]);
});

it('MD7_a_picture_that_cannot_be_shown_says_why', () => {
  const paused: Slot = { ...slot('video', 0, 'ann', 'camera'), occupant: { participantId: 'ann', source: 'camera', hindrance: 'bandwidth' } };
  expect(stageModel([person('ann', live('camera'))], [paused], undefined, undefined).others[0]).toMatchObject({ hindrance: 'bandwidth' });
  expect(stageModel([person('ann', [])], [paused], undefined, undefined).others[0]).toMatchObject({ hindrance: undefined });
});

it('somebodys_screen_comes_before_the_own_one', () => {
  const slots = [slot('video', 2, 'ann', 'screen')];
  const sharing = { ...me, states: live('screen') };
  expect(stageModel([person('ann', live('screen'))], slots, sharing, undefined).featured).toMatchObject({ participantId: 'ann', stream: slots[0]?.stream });
  expect(stageModel([], [], sharing, undefined).featured).toMatchObject({ participantId: 'me', isSelf: true });
});

it('more_than_nine_are_counted', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => person(`p${index}`, []));
  const { others, hidden } = stageModel(crowd, [], undefined, undefined);
  expect([others.length, hidden]).toEqual([9, 3]);
});

it('of_too_many_oneself_and_those_whose_picture_is_here_stay_in_their_order', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => person(`p${index}`, live('camera')));
  const { others } = stageModel(crowd, [slot('video', 0, 'p11', 'camera')], me, undefined);
  expect(others.map(({ participantId }) => participantId)).toEqual(['me', 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p11']);
});

it('who_is_pinned_is_large_and_a_screen_goes_beside', () => {
  const people = [person('ann', live('camera', 'screen')), person('bob', live('camera'))];
  expect(stageModel(people, [], undefined, undefined).featured).toMatchObject({ participantId: 'ann', source: 'screen' });
  const pinned = stageModel(people, [], undefined, 'bob/camera');
  expect(pinned.featured).toMatchObject({ participantId: 'bob', source: 'camera', isPinned: true });
  expect(pinned.others.map(({ key }) => key)).toEqual(['ann/camera', 'ann/screen']);
});

it('a_pin_on_somebody_who_left_features_nobody', () => {
  expect(stageModel([person('ann', live('camera'))], [], undefined, 'bob/camera').featured).toBeUndefined();
});

it('who_is_lost_is_shown_as_reconnecting', () => {
  expect(stageModel([person('ann', [], 'reconnecting')], [], undefined, undefined).others[0]?.isReconnecting).toBe(true);
});

it('what_a_moderator_pins_for_everybody_is_large_while_it_is_live_unless_one_pins_another_oneself', () => {
  const people = [person('ann', live('camera', 'screen')), person('bob', live('camera')), person('cy', [])];
  const pinned = { participantId: 'bob', source: 'camera' } as const;
  expect(stageModel(people, [], undefined, undefined, pinned).featured).toMatchObject({ key: 'bob/camera', isPinned: false, isPinnedForAll: true });
  expect(stageModel(people, [], undefined, 'ann/camera', pinned).featured?.key).toBe('ann/camera');
  expect(stageModel(people, [], undefined, undefined, { participantId: 'cy', source: 'camera' }).featured?.key).toBe('ann/screen');
  expect(stageModel(people, [], me, undefined, { participantId: 'me', source: 'camera' }).featured).toMatchObject({ isSelf: true, isPinnedForAll: true });
});
