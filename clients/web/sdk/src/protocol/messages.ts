import { array, boolean, number, object, oneOf, string, tagged, type Infer } from './decoder.ts';
import { logEntry, roomSnapshot } from './log.ts';
import { leaveReason, pinnedTrack, publishSection, rosterChange, slotAssignment, trackSource, trackState } from './participant.ts';
import { workerStats } from './stats.ts';

/** Size in physical pixels; without one the track is wanted as good as there is. */
export const watchedTrack = object(
  { participantId: string, source: oneOf('camera', 'screen') },
  { width: number, height: number, priority: number, pinned: boolean, hidden: boolean },
);
export type WatchedTrack = Infer<typeof watchedTrack>;

/** `rids` of a simulcast, `spatialLayers` of a scalable stream: what somebody watches now. */
export const wantedLayers = object({ source: trackSource }, { rids: array(string), spatialLayers: number });
export type WantedLayers = Infer<typeof wantedLayers>;

/** Client to worker: `chat` to the room's up group, everything else to its signaling group. */
export const clientMessage = tagged('type', {
  publish: object({ tracks: array(trackState) }),
  offer: object({ id: string, sdp: string, publish: array(publishSection) }),
  sync: object({ afterSeq: number }),
  watch: object({ tracks: array(watchedTrack) }, { others: oneOf('show', 'hide') }),
  pin: object({}, { track: pinnedTrack }),
  stats: object({ id: string }),
  alive: object({}),
  leave: object({}),
  chat: object({ id: string, text: string }),
});
export type ClientMessage = NonNullable<Infer<typeof clientMessage>>;

/** Worker to client: `feed` to the room's feed group, everything else to the private group. */
export const workerMessage = tagged('type', {
  feed: object({
    epoch: number,
    frame: number,
    lastSeq: number,
    entries: array(logEntry),
    roster: array(rosterChange),
    audience: number,
  }, { pinned: pinnedTrack }),
  answer: object({ id: string, sdp: string }),
  slots: object({ slots: array(slotAssignment) }, { epoch: number }),
  layers: object({ tracks: array(wantedLayers) }, { epoch: number }),
  codecs: object({ video: array(string) }),
  stats: workerStats,
  snapshot: object({ snapshot: roomSnapshot }),
  ack: object({ id: string, seq: number }),
  error: object(
    { code: string, message: string, fault: oneOf('caller', 'server') },
    { id: string, retryAfterSeconds: number },
  ),
  entry: object({ entryId: string, displayName: string, state: oneOf('requested', 'allowed', 'denied') }),
  move: object({ reason: string, deadlineSeconds: number }),
  closed: object({ reason: leaveReason }),
});
export type WorkerMessage = NonNullable<Infer<typeof workerMessage>>;

type Of<T extends WorkerMessage['type']> = Extract<WorkerMessage, { readonly type: T }>;
export type FeedMessage = Of<'feed'>;
export type ErrorMessage = Of<'error'>;
export type EntryMessage = Of<'entry'>;
