import { array, jsonObject, number, object, string, type Infer } from './decoder.ts';
import { participant, pinnedTrack, slotAssignment } from './participant.ts';

/** One durable event of a room. Readers skip kinds they do not know. */
export const logEntry = object({
  seq: number,
  id: string,
  at: string,
  kind: string,
  from: object({ participantId: string, displayName: string }),
  data: jsonObject,
});
export type LogEntry = Infer<typeof logEntry>;

export const logPage = object({ lastSeq: number, entries: array(logEntry) });
export type LogPage = Infer<typeof logPage>;

/** All a client needs to draw the room; frames of the feed after `frame` continue it. */
export const roomSnapshot = object(
  {
    epoch: number,
    frame: number,
    lastSeq: number,
    participants: array(participant),
    audience: number,
    slots: array(slotAssignment),
    log: array(logEntry),
  },
  { pinned: pinnedTrack },
);
export type RoomSnapshot = Infer<typeof roomSnapshot>;
