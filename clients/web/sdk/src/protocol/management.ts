import { array, nullable, number, object, string, type Infer } from './decoder.ts';
import { roomResponse, sessionResponse } from './rest.ts';

/** `signIn` is the bearer of the calls for management tokens and of the sign-out; `expiresAt` says when to sign in again. */
export const signInResponse = object({ signIn: string, name: string, expiresAt: string });
export type SignInResponse = Infer<typeof signInResponse>;

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
}

export interface ChoosePasswordRequest {
  readonly email: string;
  /** Good once, from the operator. */
  readonly code: string;
  /** 12 to 256 characters. */
  readonly password: string;
}

export const mintTokenResponse = object({ token: string, expiresAt: string });
export type MintTokenResponse = Infer<typeof mintTokenResponse>;

const pageInfo = object({ currentPage: number, perPage: number, lastPage: number, total: number });
export type PageInfo = Infer<typeof pageInfo>;

export const roomPage = object({ pageInfo, data: array(roomResponse) });
export type RoomPage = Infer<typeof roomPage>;

export const sessionPage = object({ pageInfo, data: array(sessionResponse) });
export type SessionPage = Infer<typeof sessionPage>;

export const sessionParticipantsPage = object({ pageInfo, data: sessionResponse });
export type SessionParticipantsPage = Infer<typeof sessionParticipantsPage>;

/** Packets, milliseconds, bit/s; the scores are 1 (bad) to 4.4. `time` is the end of the stretch. */
export const qualityPoint = object(
  { time: string, qualityScore: object({}, { audio: number, video: number }) },
  {
    sendAudioPacketLost: number, sendVideoPacketLost: number, recvAudioPacketLost: number, recvVideoPacketLost: number,
    averageAudioRtt: number, averageVideoRtt: number, averageAudioJitter: number, averageVideoJitter: number,
    averageSendAudioBitrate: number, averageSendVideoBitrate: number, averageRecvAudioBitrate: number, averageRecvVideoBitrate: number,
  },
);
export type QualityPoint = Infer<typeof qualityPoint>;

export const sessionStatsResponse = object({ sessionId: string, meetingId: string, stats: array(qualityPoint) });
export type SessionStatsResponse = Infer<typeof sessionStatsResponse>;

const resolutionUsage = object({ time: string, 180: number, 360: number, 720: number, 1080: number, 1440: number, 2160: number });

export const participantStatsResponse = object(
  {
    sessionId: string, meetingId: string, participantId: string, participantName: string,
    stats: array(qualityPoint), resolutionUsage: array(resolutionUsage),
  },
  {
    deviceInfo: object({ deviceName: nullable(string), deviceVersion: nullable(string) }),
    sdkInfo: object({ sdkName: nullable(string), sdkVersion: nullable(string) }),
  },
);
export type ParticipantStatsResponse = Infer<typeof participantStatsResponse>;
