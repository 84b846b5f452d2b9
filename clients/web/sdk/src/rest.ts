import { Deadline } from './deadline.ts';
import { LiveError } from './errors.ts';
import { decode, ShapeError, type Decoder } from './protocol/decoder.ts';
import { logPage, type LogPage } from './protocol/log.ts';
import {
  exchangeInviteResponse, inviteResponse, joinOutcome, problem, renewResponse, roomResponse, sessionResponse,
  type CreateInviteRequest, type CreateRoomRequest, type ExchangeInviteResponse, type InviteResponse, type JoinOutcome,
  type JoinRequest, type RenewResponse, type ResumeRequest, type RoomResponse, type SessionResponse,
} from './protocol/rest.ts';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** A network that swallows packets answers nothing for minutes. A sleeping control plane needs some seconds to wake up. */
const answerTimeoutMs = 20_000;
/** Here the control plane is known to be awake, and the picture stands still. */
const resumeTimeoutMs = 8_000;

interface Call<T> {
  readonly method: 'GET' | 'POST';
  readonly bearer?: string;
  readonly body?: unknown;
  readonly answer: Decoder<T>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

const knownOutcome: Decoder<JoinOutcome> = (value, path) => {
  const outcome = joinOutcome(value, path);
  if (outcome === undefined) {
    throw new ShapeError(`${path}.state is unknown`);
  }
  return outcome;
};

const nothing: Decoder<void> = () => undefined;

/** The REST API as docs/protocol.md lists it. A bearer is an API token, a participant token or a ticket. */
export class RestApi {
  readonly #baseUrl: string;
  readonly #fetch: Fetch;

  constructor(baseUrl: string, fetchLike: Fetch = (input, init) => fetch(input, init)) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#fetch = fetchLike;
  }

  createRoom(bearer: string, body: CreateRoomRequest): Promise<RoomResponse> {
    return this.#call('/v2/rooms', { method: 'POST', bearer, body, answer: roomResponse });
  }

  getRoom(bearer: string, roomId: string): Promise<RoomResponse> {
    return this.#call(`/v2/rooms/${encodeURIComponent(roomId)}`, { method: 'GET', bearer, answer: roomResponse });
  }

  deactivateRoom(bearer: string, roomId: string): Promise<RoomResponse> {
    return this.#call('/v2/rooms/deactivate', { method: 'POST', bearer, body: { roomId }, answer: roomResponse });
  }

  endSession(bearer: string, roomId: string, sessionId?: string): Promise<SessionResponse> {
    const body = { roomId, ...(sessionId === undefined ? {} : { sessionId }) };
    return this.#call('/v2/sessions/end', { method: 'POST', bearer, body, answer: sessionResponse });
  }

  createInvite(bearer: string, roomId: string, body: CreateInviteRequest): Promise<InviteResponse> {
    return this.#call(room(roomId, 'invites'), { method: 'POST', bearer, body, answer: inviteResponse });
  }

  /** Uses the code once: keep the answer for reloads. */
  exchangeInvite(code: string): Promise<ExchangeInviteResponse> {
    const path = `/v2/invites/${encodeURIComponent(code)}/exchange`;
    return this.#call(path, { method: 'POST', answer: exchangeInviteResponse });
  }

  join(bearer: string, roomId: string, body: JoinRequest, signal?: AbortSignal): Promise<JoinOutcome> {
    return this.#call(room(roomId, 'join'), { method: 'POST', bearer, body, answer: knownOutcome, signal });
  }

  resume(ticket: string, roomId: string, body: ResumeRequest, signal?: AbortSignal): Promise<JoinOutcome> {
    return this.#call(room(roomId, 'resume'), {
      method: 'POST', bearer: ticket, body, answer: knownOutcome, signal, timeoutMs: resumeTimeoutMs,
    });
  }

  renewTicket(ticket: string, roomId: string): Promise<RenewResponse> {
    return this.#call(room(roomId, 'ticket'), { method: 'POST', bearer: ticket, answer: renewResponse });
  }

  leave(ticket: string, roomId: string): Promise<void> {
    return this.#call(room(roomId, 'leave'), { method: 'POST', body: { ticket }, answer: nothing });
  }

  /** The only call that a closing tab can make; false when the browser did not take it. */
  leaveByBeacon(ticket: string, roomId: string): boolean {
    return navigator.sendBeacon(this.#baseUrl + room(roomId, 'leave'), JSON.stringify({ ticket }));
  }

  respondEntry(bearer: string, roomId: string, entryId: string, decision: 'allowed' | 'denied'): Promise<void> {
    const path = room(roomId, `entries/${encodeURIComponent(entryId)}`);
    return this.#call(path, { method: 'POST', bearer, body: { decision }, answer: nothing });
  }

  log(ticket: string, roomId: string, after: number, limit = 200): Promise<LogPage> {
    const path = room(roomId, `log?after=${after}&limit=${limit}`);
    return this.#call(path, { method: 'GET', bearer: ticket, answer: logPage });
  }

  async #call<T>(path: string, call: Call<T>): Promise<T> {
    const deadline = new Deadline(call.timeoutMs ?? answerTimeoutMs, call.signal);
    try {
      const response = await this.#request(path, call, deadline.signal);
      return await readAnswer(response, call.answer);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw error;
    } finally {
      deadline.done();
    }
  }

  async #request<T>(path: string, { method, bearer, body }: Call<T>, signal: AbortSignal): Promise<Response> {
    try {
      return await this.#fetch(this.#baseUrl + path, {
        method,
        headers: {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
        cache: 'no-store',
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new LiveError('network', 'The server cannot be reached.', { cause });
    }
  }
}

async function readAnswer<T>(response: Response, answer: Decoder<T>): Promise<T> {
  if (!response.ok) {
    throw await problemOf(response);
  }
  try {
    return decode(answer, response.status === 204 ? undefined : await response.json());
  } catch (cause) {
    const message = 'The server answered something that this version does not understand.';
    throw new LiveError('unexpected_response', message, { status: response.status, cause });
  }
}

function room(roomId: string, rest: string): string {
  return `/v2/rooms/${encodeURIComponent(roomId)}/${rest}`;
}

async function problemOf(response: Response): Promise<LiveError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const options = {
    status: response.status,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
  try {
    const { code, detail, message, title } = decode(problem, await response.json());
    return new LiveError(code, detail ?? message ?? title ?? code, options);
  } catch (cause) {
    // A proxy's own error page, for example: 5xx may pass, so it must not read as final.
    const code = response.status >= 500 ? 'worker_unavailable' : 'unexpected_response';
    return new LiveError(code, `The server answered ${response.status}.`, { ...options, cause });
  }
}
