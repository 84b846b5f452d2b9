import { array, boolean, number, object, oneOf, string, tagged, type Infer, type JsonObject } from './decoder.ts';
import { roomSnapshot } from './log.ts';
import { participant, type ParticipantMode, type PublishSection } from './participant.ts';

export const stagePolicy = oneOf('invited', 'open');
export type StagePolicy = Infer<typeof stagePolicy>;

export const inviteRole = oneOf('viewer', 'host', 'moderator', 'guest');
export type InviteRole = Infer<typeof inviteRole>;

export interface CreateRoomRequest {
  readonly customRoomId?: string;
  readonly stagePolicy?: StagePolicy;
  readonly allowedParticipantIds?: readonly string[];
}

export const roomResponse = object(
  {
    roomId: string,
    userId: string,
    disabled: boolean,
    stagePolicy,
    createdAt: string,
    updatedAt: string,
    id: string,
    links: object({ get_room: string, get_session: string }),
  },
  { customRoomId: string, allowedParticipantIds: array(string) },
);
export type RoomResponse = Infer<typeof roomResponse>;

export const sessionResponse = object(
  { id: string, roomId: string, start: string, status: string },
  { customRoomId: string, end: string },
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
  { token: string, roomId: string, role: inviteRole, expiresAt: string },
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
