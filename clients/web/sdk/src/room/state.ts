import type { LiveError } from '../errors.ts';
import type { LeaveReason } from '../protocol/participant.ts';

/**
 * `left`: by the own wish. `ended`: the server ended the participation, with its reason. `refused`: the server does not let
 * this person on, with the error that says why.
 */
export type CloseReason =
  | { readonly kind: 'left' }
  | { readonly kind: 'ended'; readonly reason: LeaveReason }
  | { readonly kind: 'refused'; readonly error: LiveError };

/** A room is never given up because of a bad network: `reconnecting` may last, only `closed` is the end. */
export type RoomState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'reconnecting'; readonly media: boolean; readonly signaling: boolean }
  | { readonly kind: 'closed'; readonly why: CloseReason };

export type MediaHealth = 'none' | 'connecting' | 'connected' | 'reconnecting';
export type SignalingHealth = 'connecting' | 'connected' | 'reconnecting';

/** One word for two connections: media may run while the socket is away, and the other way round. */
export function combine(media: MediaHealth, signaling: SignalingHealth): RoomState {
  if (media === 'reconnecting' || signaling === 'reconnecting') {
    return { kind: 'reconnecting', media: media === 'reconnecting', signaling: signaling === 'reconnecting' };
  }
  return media === 'connecting' || signaling === 'connecting' ? { kind: 'connecting' } : { kind: 'connected' };
}
