import { array, jsonObject, number, object, oneOf, string, type Infer } from './decoder.ts';

/** What a published track shows or sounds like. */
export const trackSource = oneOf('microphone', 'camera', 'screen', 'screenAudio');
export type TrackSource = Infer<typeof trackSource>;

export const trackState = object({ source: trackSource, state: oneOf('live', 'muted') });
export type TrackState = Infer<typeof trackState>;

export const participantMode = oneOf('SEND_AND_RECV', 'RECV_ONLY', 'SIGNALLING_ONLY');
export type ParticipantMode = Infer<typeof participantMode>;

/** A participant as others see it. The roster holds those on the stage only; the audience is a number. */
export const participant = object(
  {
    participantId: string,
    displayName: string,
    mode: participantMode,
    connection: oneOf('connecting', 'connected', 'reconnecting'),
    tracks: array(trackState),
    joinedAt: string,
  },
  { metadata: jsonObject },
);
export type Participant = Infer<typeof participant>;

/** VideoSDK's leave code and its name. */
export const leaveReason = object({ code: number, name: string });
export type LeaveReason = Infer<typeof leaveReason>;

export const rosterChange = object(
  { op: oneOf('joined', 'updated', 'left'), participantId: string },
  { participant, reason: leaveReason },
);
export type RosterChange = Infer<typeof rosterChange>;

/** Why nothing of a track comes: no common codec, or no room on the path. */
export const slotHindrance = oneOf('codec', 'bandwidth');
export type SlotHindrance = Infer<typeof slotHindrance>;

/** What a receive slot plays. Without a participant the slot is empty. */
export const slotAssignment = object(
  { kind: oneOf('audio', 'video'), slot: number, mid: string },
  { participantId: string, source: trackSource, csrc: number, hindrance: slotHindrance },
);
export type SlotAssignment = Infer<typeof slotAssignment>;

/** Says what one media section of an offer carries. Music is stereo and never cut; sound is speech unless said. */
export const publishSection = object({ mid: string, source: trackSource }, { content: oneOf('speech', 'music') });
export type PublishSection = Infer<typeof publishSection>;

/** What a moderator pinned for everybody. */
export const pinnedTrack = object({ participantId: string, source: oneOf('camera', 'screen') });
export type PinnedTrack = Infer<typeof pinnedTrack>;
