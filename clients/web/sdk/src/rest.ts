import { ShapeError, type Decoder } from './protocol/decoder.ts';
import { logPage, type LogPage } from './protocol/log.ts';
import {
  exchangeInviteResponse, inviteResponse, joinOutcome, renewResponse, roomResponse, sessionResponse,
  type CreateInviteRequest, type CreateRoomRequest, type ExchangeInviteResponse, type InviteResponse, type JoinOutcome,
  type JoinRequest, type RenewResponse, type ResumeRequest, type RoomResponse, type SessionResponse,
} from './protocol/rest.ts';
import { nothing, RestCaller, type Fetch } from './restCaller.ts';

/** Here the control plane is known to be awake, and the picture stands still. */
const resumeTimeoutMs = 8_000;

const knownOutcome: Decoder<JoinOutcome> = (value, path) => {
  const outcome = joinOutcome(value, path);
  if (outcome === undefined) {
    throw new ShapeError(`${path}.state is unknown`);
  }
  return outcome;
};

/** The REST API as docs/protocol.md lists it. A bearer is an API token, a participant token or a ticket. */
export class RestApi {
  readonly #caller: RestCaller;

  constructor(baseUrl: string, fetchLike?: Fetch) {
    this.#caller = new RestCaller(baseUrl, fetchLike);
  }

  createRoom(bearer: string, body: CreateRoomRequest): Promise<RoomResponse> {
    return this.#caller.call('/v2/rooms', { method: 'POST', bearer, body, answer: roomResponse });
  }

  getRoom(bearer: string, roomId: string): Promise<RoomResponse> {
    return this.#caller.call(`/v2/rooms/${encodeURIComponent(roomId)}`, { method: 'GET', bearer, answer: roomResponse });
  }

  deactivateRoom(bearer: string, roomId: string): Promise<RoomResponse> {
    return this.#caller.call('/v2/rooms/deactivate', { method: 'POST', bearer, body: { roomId }, answer: roomResponse });
  }

  endSession(bearer: string, roomId: string, sessionId?: string): Promise<SessionResponse> {
    const body = { roomId, ...(sessionId === undefined ? {} : { sessionId }) };
    return this.#caller.call('/v2/sessions/end', { method: 'POST', bearer, body, answer: sessionResponse });
  }

  createInvite(bearer: string, roomId: string, body: CreateInviteRequest): Promise<InviteResponse> {
    return this.#caller.call(room(roomId, 'invites'), { method: 'POST', bearer, body, answer: inviteResponse });
  }

  /** Uses the code once: keep the answer for reloads. */
  exchangeInvite(code: string): Promise<ExchangeInviteResponse> {
    const path = `/v2/invites/${encodeURIComponent(code)}/exchange`;
    return this.#caller.call(path, { method: 'POST', answer: exchangeInviteResponse });
  }

  join(bearer: string, roomId: string, body: JoinRequest, signal?: AbortSignal): Promise<JoinOutcome> {
    return this.#caller.call(room(roomId, 'join'), { method: 'POST', bearer, body, answer: knownOutcome, signal });
  }

  resume(ticket: string, roomId: string, body: ResumeRequest, signal?: AbortSignal): Promise<JoinOutcome> {
    return this.#caller.call(room(roomId, 'resume'), {
      method: 'POST', bearer: ticket, body, answer: knownOutcome, signal, timeoutMs: resumeTimeoutMs,
    });
  }

  renewTicket(ticket: string, roomId: string): Promise<RenewResponse> {
    return this.#caller.call(room(roomId, 'ticket'), { method: 'POST', bearer: ticket, answer: renewResponse });
  }

  leave(ticket: string, roomId: string): Promise<void> {
    return this.#caller.call(room(roomId, 'leave'), { method: 'POST', body: { ticket }, answer: nothing });
  }

  /** The only call that a closing tab can make; false when the browser did not take it. */
  leaveByBeacon(ticket: string, roomId: string): boolean {
    return navigator.sendBeacon(this.#caller.baseUrl + room(roomId, 'leave'), JSON.stringify({ ticket }));
  }

  respondEntry(bearer: string, roomId: string, entryId: string, decision: 'allowed' | 'denied'): Promise<void> {
    const path = room(roomId, `entries/${encodeURIComponent(entryId)}`);
    return this.#caller.call(path, { method: 'POST', bearer, body: { decision }, answer: nothing });
  }

  log(ticket: string, roomId: string, after: number, limit = 200): Promise<LogPage> {
    const path = room(roomId, `log?after=${after}&limit=${limit}`);
    return this.#caller.call(path, { method: 'GET', bearer: ticket, answer: logPage });
  }
}

function room(roomId: string, rest: string): string {
  return `/v2/rooms/${encodeURIComponent(roomId)}/${rest}`;
}
