import type { Participant, Slot, TrackSource, TrackState } from '@serverless-live/sdk';

/** One picture on the stage. */
export interface TileModel {
  readonly key: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly source: 'camera' | 'screen';
  readonly isSelf: boolean;
  readonly isMicrophoneOff: boolean;
  readonly isReconnecting: boolean;
  /** What to show; without it, the initials. */
  readonly stream: MediaStream | undefined;
  /** Where the voice comes from, for the ring. */
  readonly voice: Slot | undefined;
}

export interface StageModel {
  readonly screen: TileModel | undefined;
  readonly people: readonly TileModel[];
  /** How many did not fit. */
  readonly hidden: number;
}

const maxTiles = 9;

export interface OwnTracks {
  readonly participantId: string;
  readonly displayName: string;
  readonly states: readonly TrackState[];
  readonly stream: (source: TrackSource) => MediaStream | undefined;
}

/** Lays the roster and the slots over each other: who is there, and where their picture is. Pure. */
export function stageModel(participants: readonly Participant[], slots: readonly Slot[], own: OwnTracks | undefined): StageModel {
  const others = participants.filter(({ participantId }) => participantId !== own?.participantId);
  const people = [...(own === undefined ? [] : [ownTile(own, 'camera')]), ...others.map((each) => tile(each, slots, 'camera'))];
  const sharer = others.find(({ tracks }) => isLive(tracks, 'screen'));
  const isSharing = own !== undefined && isLive(own.states, 'screen');
  return {
    screen: sharer === undefined ? (isSharing ? ownTile(own, 'screen') : undefined) : tile(sharer, slots, 'screen'),
    people: people.slice(0, maxTiles),
    hidden: Math.max(0, people.length - maxTiles),
  };
}

function tile(participant: Participant, slots: readonly Slot[], source: 'camera' | 'screen'): TileModel {
  const { participantId, displayName, connection, tracks } = participant;
  const find = (kind: Slot['kind'], wanted: TrackSource): Slot | undefined =>
    slots.find(
      ({ kind: its, occupant }) => its === kind && occupant?.participantId === participantId && occupant.source === wanted,
    );
  return {
    key: `${participantId}/${source}`,
    participantId,
    displayName,
    source,
    isSelf: false,
    isMicrophoneOff: !isLive(tracks, 'microphone'),
    isReconnecting: connection === 'reconnecting',
    stream: isLive(tracks, source) ? find('video', source)?.stream : undefined,
    voice: source === 'camera' ? find('audio', 'microphone') : undefined,
  };
}

function ownTile({ participantId, displayName, states, stream }: OwnTracks, source: 'camera' | 'screen'): TileModel {
  return {
    key: `${participantId}/${source}`,
    participantId,
    displayName,
    source,
    isSelf: true,
    isMicrophoneOff: !isLive(states, 'microphone'),
    isReconnecting: false,
    stream: isLive(states, source) ? stream(source) : undefined,
    voice: undefined,
  };
}

function isLive(tracks: readonly TrackState[], wanted: TrackSource): boolean {
  return tracks.some(({ source, state }) => source === wanted && state === 'live');
}
