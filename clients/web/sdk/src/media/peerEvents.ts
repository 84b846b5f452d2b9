import { LiveError } from '../errors.ts';
import type { Peer } from './peer.ts';

/** A transport that is not up by then will not come up. */
export const connectTimeoutMs = 12_000;
/** A key frame is asked for at once and comes within a second; a slot that nobody fills must not hold up the switch. */
const firstPictureMs = 1_500;

export function connected(peer: Peer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => settle(() => reject(new LiveError('network', 'The media connection could not be made.')));
    const check = (): void => {
      if (peer.state === 'connected') {
        settle(resolve);
      } else if (peer.state === 'failed') {
        fail();
      }
    };
    const timer = setTimeout(fail, connectTimeoutMs);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      peer.connection.removeEventListener('connectionstatechange', check);
      signal.removeEventListener('abort', fail);
      end();
    };
    peer.connection.addEventListener('connectionstatechange', check);
    signal.addEventListener('abort', fail);
    check();
  });
}

/** Until as many pictures as the old transport shows have begun on the new one, or none more can be hoped for. */
export async function firstPictures(old: Peer, next: Peer, signal: AbortSignal): Promise<void> {
  const playing = (peer: Peer): readonly MediaStreamTrack[] =>
    peer.receivers('video').map(({ track }) => track).filter(({ muted }) => !muted);
  const wanted = playing(old).length;
  const tracks = next.receivers('video').map(({ track }) => track);
  await new Promise<void>((resolve) => {
    // A received track is muted until its first packet (WebRTC 1.0, section 5.1), and a slot begins with a key frame.
    const check = (): void => {
      if (playing(next).length >= wanted) {
        settle();
      }
    };
    const settle = (): void => {
      clearTimeout(timer);
      tracks.forEach((track) => track.removeEventListener('unmute', check));
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const timer = setTimeout(settle, firstPictureMs);
    tracks.forEach((track) => track.addEventListener('unmute', check));
    signal.addEventListener('abort', settle);
    check();
  });
}

/**
 * Lets a transport that is no longer shown carry media for those who watch it still, until the server closes it.
 * @param livesMs - at most; undefined: it is closed at once
 */
export function closeAfter(peer: Peer, livesMs: number | undefined, signal: AbortSignal): void {
  if (livesMs === undefined) {
    peer.close();
    return;
  }
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    peer.close();
  };
  const timer = setTimeout(end, livesMs);
  signal.addEventListener('abort', end);
  peer.connection.addEventListener('connectionstatechange', () => {
    if (peer.state !== 'connected') {
      end();
    }
  });
}
