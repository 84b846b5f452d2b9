import type { Participant, PinnedTrack, Slot, SlotHindrance, TrackSource, TrackState } from '@serverless-live/sdk';

/** One picture on the stage. */
export interface TileModel {
  readonly key: string;
  readonly participantId: string;
  readonly displayName: string;
  readonly source: 'camera' | 'screen';
  readonly isSelf: boolean;
  /** The person chose to keep it large. */
  readonly isPinned: boolean;
  /** A moderator keeps it large for everybody. */
  readonly isPinnedForAll: boolean;
  /** Camera or screen is on. */
  readonly isLive: boolean;
  readonly isMicrophoneOff: boolean;
  readonly isReconnecting: boolean;
  /** What to show; without it, the initials. */
  readonly stream: MediaStream | undefined;
  /** Why there is no picture though the camera is on. */
  readonly hindrance: SlotHindrance | undefined;
  /** Where the voice comes from, for the ring. */
  readonly voice: Slot | undefined;
}

export interface StageModel {
  /** Shown large: what the person pinned, or else a moderator for everybody, or else a shared screen. */
  readonly featured: TileModel | undefined;
  /** Beside it, or all there is. */
  readonly others: readonly TileModel[];
  /** How many did not fit. */
  readonly hidden: number;
}

const maxTiles = 9;

/** Keys of tiles. */
interface Pins {
  readonly own: string | undefined;
  readonly forAll: string | undefined;
}

export interface OwnTracks {
  readonly participantId: string;
  readonly displayName: string;
  readonly states: readonly TrackState[];
  readonly stream: (source: TrackSource) => MediaStream | undefined;
}

/** Lays the roster and the slots over each other: who is there, and where their picture is. Pure. */
export function stageModel(
  participants: readonly Participant[], slots: readonly Slot[], own: OwnTracks | undefined, pinned: string | undefined,
  pinnedForAll?: PinnedTrack,
): StageModel {
  const pins: Pins = { own: pinned, forAll: pinnedForAll === undefined ? undefined : keyOf(pinnedForAll.participantId, pinnedForAll.source) };
  const people = participants.filter(({ participantId }) => participantId !== own?.participantId);
  const all = [
    ...(own === undefined ? [] : [ownTile(own, 'camera', pins)]),
    ...people.map((person) => tile(person, slots, 'camera', pins)),
    ...people.filter(({ tracks }) => isLive(tracks, 'screen')).map((person) => tile(person, slots, 'screen', pins)),
    ...(own !== undefined && isLive(own.states, 'screen') ? [ownTile(own, 'screen', pins)] : []),
  ];
  const featured = all.find(({ isPinned }) => isPinned) ?? all.find((each) => each.isPinnedForAll && each.isLive) ?? all.find(({ source }) => source === 'screen');
  const rest = all.filter((each) => each !== featured);
  const others = fitting(rest);
  return { featured, others, hidden: rest.length - others.length };
}

/** Too many for the stage: oneself and those whose picture is here stay, all in the order that they had. */
function fitting(tiles: readonly TileModel[]): readonly TileModel[] {
  if (tiles.length <= maxTiles) {
    return tiles;
  }
  const rank = ({ isSelf, stream }: TileModel): number => (isSelf ? 0 : stream === undefined ? 2 : 1);
  const chosen = new Set(tiles.toSorted((a, b) => rank(a) - rank(b)).slice(0, maxTiles));
  return tiles.filter((each) => chosen.has(each));
}

function tile(participant: Participant, slots: readonly Slot[], source: 'camera' | 'screen', pins: Pins): TileModel {
  const { participantId, displayName, connection, tracks } = participant;
  const find = (kind: Slot['kind'], wanted: TrackSource): Slot | undefined =>
    slots.find(
      ({ kind: its, occupant }) => its === kind && occupant?.participantId === participantId && occupant.source === wanted,
    );
  const key = keyOf(participantId, source);
  const picture = isLive(tracks, source) ? find('video', source) : undefined;
  return {
    key,
    participantId,
    displayName,
    source,
    isSelf: false,
    isPinned: key === pins.own,
    isPinnedForAll: key === pins.forAll,
    isLive: isLive(tracks, source),
    isMicrophoneOff: !isLive(tracks, 'microphone'),
    isReconnecting: connection === 'reconnecting',
    stream: picture?.stream,
    hindrance: picture?.occupant?.hindrance,
    voice: source === 'camera' ? find('audio', 'microphone') : undefined,
  };
}

function ownTile({ participantId, displayName, states, stream }: OwnTracks, source: 'camera' | 'screen', pins: Pins): TileModel {
  const key = keyOf(participantId, source);
  return {
    key,
    participantId,
    displayName,
    source,
    isSelf: true,
    isPinned: false,
    isPinnedForAll: key === pins.forAll,
    isLive: isLive(states, source),
    isMicrophoneOff: !isLive(states, 'microphone'),
    isReconnecting: false,
    stream: isLive(states, source) ? stream(source) : undefined,
    hindrance: undefined,
    voice: undefined,
  };
}

function isLive(tracks: readonly TrackState[], wanted: TrackSource): boolean {
  return tracks.some(({ source, state }) => source === wanted && state === 'live');
}

function keyOf(participantId: string, source: 'camera' | 'screen'): string {
  return `${participantId}/${source}`;
}
