import { array, boolean, nullable, number, object, oneOf, string, tagged, type Infer, type JsonObject } from './decoder.ts';
import { roomSnapshot } from './log.ts';
import { participant, participantMode, type ParticipantMode, type PublishSection } from './participant.ts';

export const stagePolicy = oneOf('invited', 'open');
export type StagePolicy = Infer<typeof stagePolicy>;

export const inviteRole = oneOf('viewer', 'host', 'moderator', 'guest');
export type InviteRole = Infer<typeof inviteRole>;

export interface CreateRoomRequest {
  readonly customRoomId?: string;
  readonly stagePolicy?: StagePolicy;
  readonly allowedParticipantIds?: readonly string[];
  readonly webhook?: RoomWebhook;
  readonly autoCloseConfig?: AutoCloseConfig;
  /** Not built: anything but an empty object is refused. */
  readonly autoStartConfig?: JsonObject;
  readonly multiComposition?: MultiComposition;
  /** ISO 8601; a media worker is ready by then. */
  readonly startsAt?: string;
  /** What pictures may be sent in; VP8 and H264 unless said. */
  readonly codecs?: RoomCodecs;
}

/** Each once; the first, VP8 or H264, is what publishers fall back to. */
export const roomCodecs = object({ video: array(oneOf('VP8', 'H264', 'VP9', 'AV1')) });
export type RoomCodecs = Infer<typeof roomCodecs>;

export const roomWebhook = object({ endPoint: string, events: array(string) });
export type RoomWebhook = Infer<typeof roomWebhook>;

/** `duration` counts minutes, `durationSeconds`, which comes before it, seconds. */
export const autoCloseConfig = object(
  { type: oneOf('session-ends', 'session-end-and-deactivate') },
  { duration: number, durationSeconds: number },
);
export type AutoCloseConfig = Infer<typeof autoCloseConfig>;

export const multiComposition = object({}, { recording: boolean, hls: boolean, rtmp: boolean });
export type MultiComposition = Infer<typeof multiComposition>;

export const roomResponse = object(
  {
    roomId: string,
    meetingId: string,
    userId: string,
    user: object({ id: string }),
    disabled: boolean,
    stagePolicy,
    codecs: roomCodecs,
    createdAt: string,
    updatedAt: string,
    id: string,
    links: object({ get_room: string, get_session: string }),
  },
  {
    customRoomId: string,
    userMeetingId: string,
    allowedParticipantIds: array(string),
    webhook: roomWebhook,
    autoCloseConfig,
    multiComposition,
    startsAt: string,
  },
);
export type RoomResponse = Infer<typeof roomResponse>;

/** `end` is null for whoever is still there. */
const timeSpent = object({ start: string, end: nullable(string) });

/** What is not known of somebody's device is null. */
export const deviceInfo = object({
  sdkType: nullable(string),
  sdkVersion: nullable(string),
  platform: nullable(string),
  browserUserAgent: object({
    browser: object({ name: nullable(string), version: nullable(string) }),
    os: object({ name: nullable(string) }),
    platform: object({ type: nullable(string) }),
  }),
});
export type DeviceInfo = Infer<typeof deviceInfo>;

const mediaEvents = object({
  mic: array(timeSpent),
  webcam: array(timeSpent),
  screenShare: array(timeSpent),
  screenShareAudio: array(timeSpent),
});

export const sessionParticipant = object(
  {
    _id: string,
    participantId: string,
    name: string,
    mode: participantMode,
    timelog: array(timeSpent),
    changeModeHistory: array(object({ mode: participantMode, timelog: array(timeSpent) })),
  },
  { events: mediaEvents, deviceInfo },
);
export type SessionParticipant = Infer<typeof sessionParticipant>;

export const sessionResponse = object(
  {
    id: string,
    roomId: string,
    meetingId: string,
    userId: string,
    start: string,
    end: nullable(string),
    status: string,
    chatLink: nullable(string),
    links: object({ get_room: string, get_session: string }),
  },
  { customRoomId: string, userMeetingId: string, activeDuration: number, participants: array(sessionParticipant) },
);
export type SessionResponse = Infer<typeof sessionResponse>;

export interface CreateInviteRequest {
  readonly role: InviteRole;
  readonly expiresInSeconds?: number;
  readonly maxUses?: number;
}

export const inviteResponse = object(
  { code: string, roomId: string, role: inviteRole, expiresAt: string, uses: number },
  { maxUses: number },
);
export type InviteResponse = Infer<typeof inviteResponse>;

export const exchangeInviteResponse = object(
  { token: string, roomId: string, role: inviteRole, expiresAt: string, codecs: roomCodecs },
  { customRoomId: string },
);
export type ExchangeInviteResponse = Infer<typeof exchangeInviteResponse>;

export interface JoinRequest {
  readonly mode?: ParticipantMode;
  readonly displayName?: string;
  readonly metadata?: JsonObject;
  readonly offer?: string;
  readonly publish?: readonly PublishSection[];
  readonly entryId?: string;
  readonly sdk?: { readonly type: string; readonly version: string };
}

export interface ResumeRequest {
  readonly offer?: string;
  readonly publish?: readonly PublishSection[];
}

/** A Web PubSub client access URL and the groups it speaks for. */
export const pubSubAccess = object({
  url: string,
  signalingGroup: string,
  upGroup: string,
  feedGroup: string,
  privateGroup: string,
});
export type PubSubAccess = Infer<typeof pubSubAccess>;

export const ticketGrant = object({ token: string, expiresAt: string, renewAfterSeconds: number });
export type TicketGrant = Infer<typeof ticketGrant>;

export const renewResponse = object({ ticket: ticketGrant, pubsub: pubSubAccess });
export type RenewResponse = Infer<typeof renewResponse>;

const joined = object(
  {
    participant,
    session: object({ sessionId: string, roomId: string, startedAt: string }),
    pubsub: pubSubAccess,
    ticket: ticketGrant,
    snapshot: roomSnapshot,
    timings: array(object({ stage: string, milliseconds: number })),
  },
  { answer: string },
);
const pending = object({ retryAfterSeconds: number }, { entryId: string });

/** 200 and 202 of join and resume, told apart by `state`. */
export const joinOutcome = tagged('state', { joined, starting: pending, waiting: pending });
export type JoinOutcome = NonNullable<Infer<typeof joinOutcome>>;
export type JoinResponse = Extract<JoinOutcome, { readonly state: 'joined' }>;

export const problem = object(
  { code: string },
  { type: string, title: string, status: number, detail: string, message: string },
);
export type Problem = Infer<typeof problem>;
