import type { LocalTracks } from '../media/localTracks.ts';
import type { MediaLink } from '../media/mediaLink.ts';
import type { SlotTable } from '../media/slots.ts';
import type { JoinResponse } from '../protocol/rest.ts';
import type { RestApi } from '../rest.ts';
import type { Random } from '../signaling/backoff.ts';
import type { SocketFactory } from '../signaling/socket.ts';
import type { Timings } from './timings.ts';

/** What a join leaves behind, and a room is made of. */
export interface RoomParts {
  readonly rest: RestApi;
  readonly joined: JoinResponse;
  readonly tracks: LocalTracks;
  readonly slots: SlotTable;
  /** Absent with SIGNALLING_ONLY. */
  readonly media: MediaLink | undefined;
  readonly timings: Timings;
  readonly makeSocket: SocketFactory;
  readonly random: Random;
}
