import type { Decoder } from './protocol/decoder.ts';
import {
  mintTokenResponse, participantStatsResponse, roomPage, sessionPage, sessionParticipantsPage, sessionStatsResponse, signInResponse,
  type ChoosePasswordRequest, type MintTokenResponse, type ParticipantStatsResponse, type RoomPage, type SessionPage,
  type SessionParticipantsPage, type SessionStatsResponse, type SignInRequest, type SignInResponse,
} from './protocol/management.ts';
import { nothing, RestCaller, type Fetch } from './restCaller.ts';

export interface Paging {
  /** From 1. */
  readonly page?: number;
  /** At most 100. */
  readonly perPage?: number;
}

/** What a tenant's people do outside of rooms. The bearer of a sign-in gives tokens of ten minutes, which are those of all the rest. */
export class ManagementApi {
  readonly #caller: RestCaller;

  constructor(baseUrl: string, fetchLike?: Fetch) {
    this.#caller = new RestCaller(baseUrl, fetchLike);
  }

  signIn(body: SignInRequest): Promise<SignInResponse> {
    return this.#caller.call('/v2/people/sign-in', { method: 'POST', body, answer: signInResponse });
  }

  /** Signs in as well. Whoever was signed in as this person before is not any more. */
  choosePassword(body: ChoosePasswordRequest): Promise<SignInResponse> {
    return this.#caller.call('/v2/people/password', { method: 'POST', body, answer: signInResponse });
  }

  token(signIn: string): Promise<MintTokenResponse> {
    return this.#caller.call('/v2/people/token', { method: 'POST', bearer: signIn, answer: mintTokenResponse });
  }

  signOut(signIn: string): Promise<void> {
    return this.#caller.call('/v2/people/sign-out', { method: 'POST', bearer: signIn, answer: nothing });
  }

  /** Newest first. */
  rooms(token: string, paging: Paging & { readonly query?: string } = {}): Promise<RoomPage> {
    return this.#get(token, `/v2/rooms${query(paging)}`, roomPage);
  }

  /** Newest first. */
  sessions(token: string, which: Paging & { readonly roomId?: string; readonly status?: 'ongoing' | 'ended' } = {}): Promise<SessionPage> {
    return this.#get(token, `/v2/sessions${query(which)}`, sessionPage);
  }

  /** The page is the session's `participants`. */
  participants(token: string, sessionId: string, paging: Paging = {}): Promise<SessionParticipantsPage> {
    return this.#get(token, `/v2/sessions/${encodeURIComponent(sessionId)}/participants${query(paging)}`, sessionParticipantsPage);
  }

  sessionStats(token: string, sessionId: string): Promise<SessionStatsResponse> {
    return this.#get(token, `/v2/sessions/${encodeURIComponent(sessionId)}/stats`, sessionStatsResponse);
  }

  participantStats(token: string, sessionId: string, participantId: string): Promise<ParticipantStatsResponse> {
    const path = `/v2/sessions/${encodeURIComponent(sessionId)}/participants/${encodeURIComponent(participantId)}/stats`;
    return this.#get(token, path, participantStatsResponse);
  }

  #get<T>(bearer: string, path: string, answer: Decoder<T>): Promise<T> {
    return this.#caller.call(path, { method: 'GET', bearer, answer });
  }
}

function query(values: object): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
