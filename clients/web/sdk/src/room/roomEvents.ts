import type { Slot } from '../media/slots.ts';
import type { RoomStats } from '../media/stats.ts';
import type { Participant, PinnedTrack, TrackState } from '../protocol/participant.ts';
import type { ChatMessage } from './chatLog.ts';
import type { LobbyEntry } from './lobby.ts';
import type { CloseReason, RoomState } from './state.ts';

export interface RoomEvents {
  state: RoomState;
  participants: readonly Participant[];
  slots: readonly Slot[];
  chat: readonly ChatMessage[];
  audience: number;
  /** What a moderator pinned for everybody; undefined: nothing any more. */
  pinned: PinnedTrack | undefined;
  /** Once a second while there is media. */
  stats: RoomStats;
  /** To moderators: who waits in the lobby. */
  entry: readonly LobbyEntry[];
  /** The own tracks changed. */
  tracks: readonly TrackState[];
  closed: CloseReason;
}
