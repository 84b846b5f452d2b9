import type { LogEntry, RoomSnapshot } from '../protocol/log.ts';
import type { FeedMessage } from '../protocol/messages.ts';
import type { Participant } from '../protocol/participant.ts';
import type { JoinResponse } from '../protocol/rest.ts';

export function entry(seq: number, participantId = 'u-bob', id = `c-${seq}`): LogEntry {
  return {
    seq, id, at: '2026-11-22T10:00:00Z', kind: 'chat', from: { participantId, displayName: 'Bob' }, data: { text: `text ${seq}` },
  };
}

export function person(participantId: string, joinedAt = '2026-11-22T10:00:00Z'): Participant {
  return { participantId, displayName: participantId, mode: 'SEND_AND_RECV', connection: 'connected', tracks: [], joinedAt };
}

export function snapshot(parts: Partial<RoomSnapshot> = {}): RoomSnapshot {
  return { epoch: 1, frame: 10, lastSeq: 0, participants: [], audience: 0, slots: [], log: [], ...parts };
}

export function frame(number: number, parts: Partial<FeedMessage> = {}): FeedMessage {
  return { type: 'feed', epoch: 1, frame: number, lastSeq: 0, entries: [], roster: [], audience: 0, ...parts };
}

export function joined(parts: Partial<JoinResponse> = {}): JoinResponse {
  return {
    state: 'joined',
    participant: person('u-me'),
    session: { sessionId: 's-1', roomId: 'r-1', startedAt: '2026-11-22T10:00:00Z' },
    answer: 'answer 1',
    pubsub: { url: 'ws://x', signalingGroup: 'sig', upGroup: 'up', feedGroup: 'feed', privateGroup: 'p.k1' },
    ticket: { token: 't-1', expiresAt: '2026-11-22T11:00:00Z', renewAfterSeconds: 300 },
    snapshot: snapshot(),
    timings: [{ stage: 'verify', milliseconds: 0.4 }],
    ...parts,
  };
}
