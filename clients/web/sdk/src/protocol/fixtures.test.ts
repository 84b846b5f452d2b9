import { describe, expect, it } from 'vitest';
import { decode, type Decoder } from './decoder.ts';
import { logPage } from './log.ts';
import {
  mintTokenResponse, participantStatsResponse, roomPage, sessionPage, sessionParticipantsPage, sessionStatsResponse, signInResponse,
  type ChoosePasswordRequest, type SignInRequest,
} from './management.ts';
import { clientMessage, workerMessage } from './messages.ts';
import { exchangeInviteResponse, inviteResponse, joinOutcome, problem, renewResponse, roomResponse, sessionResponse } from './rest.ts';
import type { CreateInviteRequest, CreateRoomRequest, JoinRequest, ResumeRequest } from './rest.ts';

const fixtures = import.meta.glob<unknown>('../../../../../contracts/fixtures/{Rest,Signaling}/*.json', {
  eager: true,
  import: 'default',
});

const decoders: Readonly<Record<string, Decoder<unknown>>> = {
  ClientMessage: clientMessage,
  WorkerMessage: workerMessage,
  ExchangeInviteResponse: exchangeInviteResponse,
  InviteResponse: inviteResponse,
  JoinPendingResponse: joinOutcome,
  JoinResponse: joinOutcome,
  LogPage: logPage,
  Problem: problem,
  RenewResponse: renewResponse,
  RoomResponse: roomResponse,
  SessionResponse: sessionResponse,
};

// Requests are only written, never read. These literals are checked by the compiler to be requests, and by the test to be
// what the server's own tests read.
const requests = {
  CreateInviteRequest: { role: 'viewer', expiresInSeconds: 3600, maxUses: 10 } satisfies CreateInviteRequest,
  CreateRoomRequest: {
    customRoomId: 'town-hall-7',
    stagePolicy: 'open',
    allowedParticipantIds: ['u-ann'],
    webhook: { endPoint: 'https://example.com/hook', events: ['session*', 'participant-joined'] },
    autoCloseConfig: { type: 'session-end-and-deactivate', duration: 90, durationSeconds: 5400 },
    autoStartConfig: {},
    multiComposition: { recording: true, hls: false },
    startsAt: '2026-11-22T20:00:00.000Z',
    codecs: { video: ['VP8', 'H264', 'VP9', 'AV1'] },
  } satisfies CreateRoomRequest,
  DeactivateRoomRequest: { roomId: 'ab12-cd34-ef56' },
  EndSessionRequest: { roomId: 'ab12-cd34-ef56', sessionId: 's-1' },
  JoinRequest: {
    mode: 'SEND_AND_RECV',
    displayName: 'Ann',
    metadata: { city: 'Oslo' },
    offer: 'v=0\r\n',
    publish: [{ mid: '0', source: 'microphone' }],
    entryId: 'e-1',
    sdk: { type: 'web', version: '0.1.0' },
  } satisfies JoinRequest,
  LeaveRequest: { ticket: 'x.y.z' },
  RespondEntryRequest: { decision: 'allowed' },
  ResumeRequest: { offer: 'v=0\r\n', publish: [{ mid: '0', source: 'microphone' }] } satisfies ResumeRequest,
} as const;

// Of a customer's back end, these are what the Studio's own people use.
const ofBackEnd: Readonly<Record<string, Decoder<unknown>>> = {
  MintTokenResponse: mintTokenResponse,
  ParticipantStatsResponse: participantStatsResponse,
  RoomPage: roomPage,
  SessionPage: sessionPage,
  SessionParticipantsPage: sessionParticipantsPage,
  SessionStatsResponse: sessionStatsResponse,
  SignInResponse: signInResponse,
};
const requestsOfPeople = {
  ChoosePasswordRequest: { email: 'ann@example.com', code: 'ab12-cd34-ef56', password: 'correct horse battery' } satisfies ChoosePasswordRequest,
  SignInRequest: { email: 'ann@example.com', password: 'correct horse battery' } satisfies SignInRequest,
} as const;
const backEndFixtures = import.meta.glob<unknown>('../../../../../contracts/fixtures/BackEnd/*.json', { eager: true, import: 'default' });

describe('contract fixtures', () => {
  it('are found', () => {
    expect(Object.keys(fixtures).length).toBeGreaterThan(25);
  });

  it.each(Object.entries(fixtures))('%s reads as the type of its name, without losing a member', (path, json) => {
    const name = path.split('/').at(-1)?.split('.')[0] ?? '';
    const decoder = decoders[name];
    if (decoder === undefined) {
      expect(requests).toHaveProperty(name, json);
    } else {
      expect(decode(decoder, json)).toEqual(json);
    }
  });
});

describe('contract fixtures of the people who sign in', () => {
  const read = (name: string): unknown => backEndFixtures[`../../../../../contracts/fixtures/BackEnd/${name}.json`];

  it.each(Object.entries(ofBackEnd))('%s reads without losing a member', (name, decoder) => {
    expect(decode(decoder, read(name))).toEqual(read(name));
  });

  it.each(Object.entries(requestsOfPeople))('%s is what the server reads', (name, request) => {
    expect(request).toEqual(read(name));
  });
});

describe('decoding', () => {
  it('SK3_a_message_of_an_unknown_type_is_undefined_not_an_error', () => {
    expect(decode(workerMessage, { type: 'confetti', colour: 'red' })).toBeUndefined();
  });

  it('SK3_members_it_does_not_know_are_left_out', () => {
    expect(decode(workerMessage, { type: 'ack', id: 'c-1', seq: 7, shiny: true })).toEqual({ type: 'ack', id: 'c-1', seq: 7 });
  });

  it.each([null, 7, 'feed', [], {}, { type: 'ack' }, { type: 'ack', id: 'c-1', seq: '7' }, { type: 'constructor' }])(
    'refuses or skips %j without a crash of another kind',
    (value) => {
      let outcome: unknown;
      try {
        outcome = decode(workerMessage, value);
      } catch (error) {
        outcome = (error as Error).name;
      }
      expect([undefined, 'ShapeError']).toContain(outcome);
    },
  );

  it('WA1_only_pictures_can_be_watched', () => {
    const watch = { type: 'watch', tracks: [{ participantId: 'u-ann', source: 'microphone' }] };
    expect(() => decode(clientMessage, watch)).toThrow('$.tracks[0].source is none of camera, screen');
  });

  it('ST1_drops_are_named_by_data_and_counted_in_numbers', () => {
    const transport = { bitrateSent: 1, bitrateReceived: 2, drops: { AwaitingKeyFrame: 'many' } };
    expect(() => decode(workerMessage, { type: 'stats', id: 's', transport, slots: [], publications: [] })).toThrow(
      '$.transport.drops.AwaitingKeyFrame is not a number',
    );
  });

  it('names the member that is wrong', () => {
    const frame = { type: 'feed', epoch: 1, frame: 1, lastSeq: 0, entries: [{ seq: 1 }], roster: [], audience: 0 };
    expect(() => decode(workerMessage, frame)).toThrow('$.entries[0].id is not a string');
  });
});
