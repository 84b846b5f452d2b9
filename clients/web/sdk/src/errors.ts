/** The stable codes of the server (`ProblemCodes`, signaling errors) and those that only a client can see. */
export type ErrorCode =
  | 'invalid_json' | 'invalid_request' | 'body_too_large' | 'unsupported_media_type' | 'not_found' | 'method_not_allowed'
  | 'token_missing' | 'token_invalid' | 'token_expired' | 'api_key_unknown' | 'permissions_invalid' | 'permission_denied' | 'sign_in_wrong' | 'sign_in_expired'
  | 'role_forbidden' | 'wrong_room' | 'wrong_participant' | 'participant_not_allowed' | 'publish_forbidden' | 'entry_denied' | 'lobby_full'
  | 'tenant_disabled' | 'participant_removed' | 'participant_banned' | 'session_not_found' | 'participant_not_found'
  | 'conflict' | 'webhook_limit'
  | 'ticket_invalid' | 'ticket_expired' | 'session_ended'
  | 'invite_not_found' | 'invite_expired' | 'invite_used_up'
  | 'room_not_found' | 'room_closed' | 'not_built'
  | 'offer_missing' | 'invalid_sdp' | 'no_usable_codec' | 'unsupported_offer'
  | 'whip_session_not_found' | 'precondition_failed' | 'precondition_required'
  | 'no_capacity' | 'worker_unavailable' | 'signaling_unavailable' | 'storage_unavailable'
  | 'stale_epoch' | 'stale_sequence' | 'rate_limited' | 'internal'
  | 'invalid_message' | 'unsupported_message' | 'chat_forbidden' | 'chat_too_fast' | 'stats_too_fast' | 'log_unavailable'
  | ClientErrorCode;

export type ClientErrorCode =
  /** No answer at all: offline, refused, or cut off. */
  | 'network'
  /** An answer that is not what the contract says. */
  | 'unexpected_response'
  | 'device_denied' | 'device_missing' | 'device_busy' | 'device_failed' | 'device_insecure';

/** Codes that asking again cannot cure: the participation is over. */
const finalCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'ticket_invalid', 'ticket_expired', 'session_ended', 'room_closed', 'room_not_found', 'token_invalid', 'token_expired',
  'permission_denied', 'participant_not_allowed', 'wrong_room', 'wrong_participant', 'role_forbidden', 'entry_denied',
  'tenant_disabled', 'participant_removed', 'participant_banned',
]);

/** Too many calls at once, and what a server or the proxy before it says that is starting, full or going away. */
const passingStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export interface LiveErrorOptions {
  /** HTTP status, where the error came as a response. */
  readonly status?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** Every error of the SDK. Branch on `code`; `message` is for people. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  /** An {@link ErrorCode}, or one that a newer server invented. */
  readonly code: ErrorCode | (string & {});
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode | (string & {}), message: string, options: LiveErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** True when trying again is pointless: the ticket is dead, the room closed, the person not allowed. */
  get isFinal(): boolean {
    return finalCodes.has(this.code);
  }

  /** True when nothing is wrong with the call: the same one may succeed in a moment. */
  get isPassing(): boolean {
    return this.code === 'network' || (this.status !== undefined && passingStatuses.has(this.status));
  }

  static from(error: unknown): LiveError {
    if (error instanceof LiveError) {
      return error;
    }
    return new LiveError('internal', error instanceof Error ? error.message : String(error), { cause: error });
  }
}
