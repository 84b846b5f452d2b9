import { vi } from 'vitest';
import type { JoinOutcome } from '../protocol/rest.ts';
import { RestApi } from '../rest.ts';
import { joinRoom, type JoinOptions } from '../room/joinRoom.ts';
import type { Room } from '../room/room.ts';
import { joined } from './entries.ts';
import { FakeMediaStream, FakePeerConnection } from './fakePeerConnection.ts';
import { fakeSockets, type FakeSocket } from './fakeSocket.ts';

export interface RoomBench {
  readonly rest: RestApi;
  readonly sockets: FakeSocket[];
  /** The newest socket. */
  readonly socket: () => FakeSocket;
  readonly join: (options?: Partial<JoinOptions>) => Promise<Room>;
}

/** A room whose server, socket, transport and clock belong to the test. */
export function roomBench(): RoomBench {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', FakeMediaStream);
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => undefined });
  vi.stubGlobal('RTCRtpSender', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP9' }] }) });
  FakePeerConnection.all = [];
  const rest = new RestApi('https://live.example', () => Promise.reject(new Error('Not faked.')));
  const outcome: JoinOutcome = joined();
  vi.spyOn(rest, 'join').mockResolvedValue(outcome);
  vi.spyOn(rest, 'resume').mockResolvedValue(joined({ answer: 'answer 2', ticket: { ...joined().ticket, token: 't-2' } }));
  vi.spyOn(rest, 'leave').mockResolvedValue();
  vi.spyOn(rest, 'leaveByBeacon').mockReturnValue(true);
  const { make, all } = fakeSockets();
  return {
    rest,
    sockets: all,
    socket: () => {
      const newest = all.at(-1);
      if (newest === undefined) {
        throw new Error('No socket was made.');
      }
      return newest;
    },
    join: (options = {}) =>
      joinRoom(
        { baseUrl: 'https://live.example', token: 'token', roomId: 'r-1', receive: { audio: 1, video: 2 }, ...options },
        { rest, makeSocket: make, random: () => 1 },
      ),
  };
}

export function clearBench(): void {
  vi.unstubAllGlobals();
  vi.useRealTimers();
}
