import type { Participant, Slot, TrackSource, TrackState } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import { stageModel, type OwnTracks } from './tiles.ts';

const live = (...sources: readonly TrackSource[]): readonly TrackState[] => sources.map((source) => ({ source, state: 'live' }));

function person(participantId: string, tracks: readonly TrackState[], connection: Participant['connection'] = 'connected'): Participant {
  return { participantId, displayName: participantId, mode: 'SEND_AND_RECV', connection, tracks, joinedAt: '2026-11-22T10:00:00Z' };
}

function slot(kind: Slot['kind'], index: number, participantId: string, source: TrackSource): Slot {
  return { kind, index, stream: new MediaStream(), occupant: { participantId, source } };
}

const me: OwnTracks = { participantId: 'me', displayName: 'Me', states: live('camera'), stream: () => new MediaStream() };

it('an_empty_stage_has_nothing_on_it', () => {
  expect(stageModel([], [], undefined)).toEqual({ screen: undefined, people: [], hidden: 0 });
});

it('a_host_sees_itself_once_though_the_roster_has_it_too', () => {
  const { people } = stageModel([person('me', live('camera')), person('bob', [])], [], me);
  expect(people.map(({ participantId, isSelf }) => [participantId, isSelf])).toEqual([['me', true], ['bob', false]]);
});

it('a_live_camera_is_shown_where_its_slot_is_and_a_dark_one_is_not', () => {
  const slots = [slot('video', 0, 'ann', 'camera'), slot('video', 1, 'bob', 'camera'), slot('audio', 0, 'ann', 'microphone')];
  const { people } = stageModel([person('ann', live('camera', 'microphone')), person('bob', [{ source: 'camera', state: 'muted' }])], slots, undefined);
  expect(people.map(({ stream }) => stream)).toEqual([slots[0]?.stream, undefined]);
  expect(people.map(({ voice }) => voice)).toEqual([slots[2], undefined]);
  expect(people.map(({ isMicrophoneOff }) => isMicrophoneOff)).toEqual([false, true]);
});

it('somebodys_screen_comes_before_the_own_one', () => {
  const slots = [slot('video', 2, 'ann', 'screen')];
  const sharing = { ...me, states: live('screen') };
  expect(stageModel([person('ann', live('screen'))], slots, sharing).screen).toMatchObject({ participantId: 'ann', stream: slots[0]?.stream });
  expect(stageModel([], [], sharing).screen).toMatchObject({ participantId: 'me', isSelf: true });
});

it('more_than_nine_are_counted', () => {
  const crowd = Array.from({ length: 12 }, (_, index) => person(`p${index}`, []));
  const { people, hidden } = stageModel(crowd, [], undefined);
  expect([people.length, hidden]).toEqual([9, 3]);
});

it('who_is_lost_is_shown_as_reconnecting', () => {
  expect(stageModel([person('ann', [], 'reconnecting')], [], undefined).people[0]?.isReconnecting).toBe(true);
});
