import { LiveError, type CloseReason, type ErrorCode, type LeaveReason } from '@serverless-live/sdk';

const sentences: Partial<Readonly<Record<ErrorCode, string>>> = {
  invite_not_found: 'This invite does not exist. Check that the link is complete, or ask for a new one.',
  invite_expired: 'This invite has expired. Ask the host for a new link.',
  invite_used_up: 'This invite has been used as often as it may be. Ask the host for a new link.',
  room_not_found: 'This room does not exist any more.',
  room_closed: 'This room has been closed.',
  session_ended: 'The session has ended.',
  no_capacity: 'All media servers are full right now. Try again in a minute.',
  worker_unavailable: 'The media server is not answering right now. Try again in a moment.',
  signaling_unavailable: 'The signaling service is not answering right now. Try again in a moment.',
  storage_unavailable: 'The service cannot reach its storage right now. Try again in a moment.',
  rate_limited: 'That was too often in a short time. Wait a moment, then try again.',
  token_missing: 'You are not signed in to this room. Open the invite link again.',
  token_invalid: 'Your access to this room is not valid. Open the invite link again.',
  token_expired: 'Your access to this room has expired. Open the invite link again.',
  api_key_unknown: 'The account behind this room is not known here.',
  permissions_invalid: 'Your access to this room is not valid. Ask for a new link.',
  permission_denied: 'You are not allowed to do that in this room.',
  sign_in_wrong: 'That e-mail address and password do not belong together. Check both, then try again.',
  sign_in_expired: 'You are not signed in any more. Sign in again.',
  role_forbidden: 'Your access does not allow this. Ask the host for another link.',
  wrong_room: 'Your access is for another room. Open the invite link of this one.',
  wrong_participant: 'Your access is for another person. Open your own invite link.',
  participant_not_allowed: 'Only people on the guest list may enter this room.',
  publish_forbidden: 'You may watch this room but not go live in it. Ask the host for a host link.',
  tenant_disabled: 'The account behind this room has been closed.',
  participant_removed: 'A moderator removed you from this room.',
  participant_banned: 'You may not come back to this room.',
  lobby_full: 'Too many people are waiting to be let in. Try again in a minute.',
  session_not_found: 'That session does not exist.',
  participant_not_found: 'That person is not in the room any more.',
  conflict: 'Somebody changed the same thing at the same moment. Try again.',
  webhook_limit: 'There are as many webhooks as an account may have. Delete one first.',
  entry_denied: 'A moderator did not let you in.',
  ticket_invalid: 'You are not in this room any more.',
  ticket_expired: 'You were away for too long. Join again to come back.',
  no_usable_codec: 'This browser and the server have no video format in common. Try another browser.',
  invalid_sdp: 'The server did not understand this browser’s media offer. Try another browser.',
  unsupported_offer: 'The server cannot handle this browser’s media offer. Try another browser.',
  offer_missing: 'The browser sent no media offer. Reload the page.',
  whip_session_not_found: 'This stream has ended or never existed. Start it again.',
  precondition_failed: 'Something changed in the meantime. Try again.',
  precondition_required: 'The server must be told which version this changes. Reload the page.',
  body_too_large: 'That is too large to send.',
  not_built: 'The server cannot do this yet.',
  network: 'The server cannot be reached. Check your connection, then try again.',
  unexpected_response: 'The server answered something this page does not understand. Reload the page.',
  chat_forbidden: 'You may not write in this chat.',
  chat_too_fast: 'You are writing too fast. Wait a moment, then try again.',
  log_unavailable: 'Chat is not available right now. Your message was not sent.',
  internal: 'Something went wrong on the server. Try again in a moment.',
};

/** What happened and what to do about it. Codes that are not in the table bring the server's own sentence. */
export function inWords(error: unknown): string {
  const { code, message } = LiveError.from(error);
  return sentences[code as ErrorCode] ?? message;
}

/** By what somebody signs in. */
export type EntryKind = 'password' | 'code';

/** The same, to somebody who signs in: the account is theirs, and a wait is counted. `left` are seconds. */
export function entryInWords(error: unknown, kind: EntryKind, left: number): string {
  const { code } = LiveError.from(error);
  switch (code) {
    case 'rate_limited':
      return left > 0 ? `Too many wrong tries. You can try again in ${left} ${left === 1 ? 'second' : 'seconds'}.` : inWords(error);
    case 'sign_in_wrong':
      return kind === 'code'
        ? 'That code does not belong to this e-mail address, was used before, or is over. Check both, or ask for a new code.'
        : inWords(error);
    case 'tenant_disabled':
      return 'Your account has been disabled. Ask whoever runs this service.';
    default:
      return inWords(error);
  }
}

export interface Farewell {
  readonly title: string;
  readonly text: string;
  readonly mayReturn: boolean;
}

export function farewell(why: CloseReason): Farewell {
  switch (why.kind) {
    case 'left':
      return { title: 'You left the room', text: 'You can come back while the session is on.', mayReturn: true };
    case 'refused':
      return { title: 'You are no longer in the room', text: inWords(why.error), mayReturn: true };
    case 'ended':
      return endedBy(why.reason);
  }
}

/** The codes are VideoSDK's. */
function endedBy({ code }: LeaveReason): Farewell {
  switch (code) {
    case 1001:
      return { title: 'Connection lost', text: 'The room did not hear from you for 30 seconds.', mayReturn: true };
    case 1006:
      return { title: 'The room was closed', text: 'The host closed this room for good.', mayReturn: false };
    case 1009:
      return { title: 'The session has ended', text: 'The host ended it for everybody. Thank you for being there.', mayReturn: true };
    case 1010:
      return { title: 'You were removed', text: 'A moderator removed you from this room.', mayReturn: false };
    case 1011:
      return { title: 'You joined from somewhere else', text: 'You are in this room in another tab or on another device.', mayReturn: true };
    default:
      return { title: 'You are no longer in the room', text: 'The server ended your participation.', mayReturn: true };
  }
}
