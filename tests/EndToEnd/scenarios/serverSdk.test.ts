import { AuthenticationError, PermissionError, RoomNotFoundError, ValidationError, VideoSDK, VideoSDKError, WebhookVerificationError, Grant } from '@videosdk.live/server-sdk';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { call, type Answer } from '../support/api.ts';

/** VideoSDK's own server SDK, unmodified, as a company uses it that changed the base address and the key. */
let client: VideoSDK;
let secret: string;

beforeAll(() => {
  const tenant = JSON.parse(readFileSync(join(inject('dataFolder'), 'development-tenant.json'), 'utf8')) as { apiKey: string; secret: string };
  secret = tenant.secret;
  client = new VideoSDK({ apiKey: tenant.apiKey, secret, apiEndpoint: inject('studio'), maxRetries: 0 });
});

/** A person in the room, without media. */
async function joined(roomId: string, participantId: string): Promise<Answer> {
  const token = client.accessToken().setParticipant(participantId).grant(Grant.AllowJoin).forRoom(roomId).toJwt();
  const answer = await call(`/v2/rooms/${roomId}/join`, { bearer: token, body: { mode: 'SIGNALLING_ONLY', displayName: participantId } });
  expect(answer.status).toBe(200);
  return answer;
}

describe('rooms', () => {
  test('are made once per customRoomId, found by every id, and validated', async () => {
    const customRoomId = `sdk-${Date.now()}`;
    const options = {
      customRoomId,
      webhook: { url: 'https://example.com/hook', events: ['session*'] },
      autoCloseConfig: { afterInactiveSeconds: 3600, type: 'session-ends' as const },
      multiComposition: { recording: true },
    };
    const room = await client.rooms.create(options);
    const again = await client.rooms.create({ customRoomId });

    expect(again.roomId).toBe(room.roomId);
    expect(room).toMatchObject({
      customRoomId,
      disabled: false,
      webhook: { endPoint: 'https://example.com/hook', events: ['session*'] },
      autoCloseConfig: { duration: 3600, type: 'session-ends' },
      multiComposition: { recording: true },
    });
    for (const id of [room.roomId, room.id, customRoomId]) {
      expect((await client.rooms.get(id)).roomId).toBe(room.roomId);
    }
    expect(await client.rooms.validate(customRoomId)).toMatchObject({ valid: true, roomId: room.roomId });
    expect(await client.rooms.validate('never-was')).toEqual({ valid: false, roomId: 'never-was' });
    await expect(client.rooms.get('never-was')).rejects.toBeInstanceOf(RoomNotFoundError);
  });

  test('are listed page by page', async () => {
    const made = await Promise.all([1, 2, 3].map(() => client.rooms.create()));
    const found = new Set<string>();
    const first = await client.rooms.list({ perPage: 2 });
    for await (const room of first) {
      found.add(room.roomId);
    }
    expect(first.data).toHaveLength(2);
    expect(first.hasNextPage).toBe(true);
    expect(found.size).toBe(first.total);
    expect([...found]).toEqual(expect.arrayContaining(made.map((room) => room.roomId)));
    const exact = await client.rooms.list({ query: made[0]?.roomId ?? '' });
    expect(exact.data.map((room) => room.roomId)).toEqual([made[0]?.roomId]);
  });

  test('end for ever, by their exact id', async () => {
    const customRoomId = `ends-${Date.now()}`;
    const room = await client.rooms.create({ customRoomId });
    await expect(client.rooms.end(customRoomId)).rejects.toMatchObject({ httpStatus: 402 });
    expect(await client.rooms.end(room.roomId)).toMatchObject({ disabled: true, meetingId: room.roomId, userMeetingId: customRoomId });
  });
});

describe('sessions and participants', () => {
  test('are listed, read, and ended', async () => {
    const room = await client.rooms.create();
    expect((await client.participants.list(room.roomId)).data).toEqual([]);
    await expect(client.participants.get(room.roomId, 'ann')).rejects.toBeInstanceOf(RoomNotFoundError);
    await joined(room.roomId, 'ann');
    await joined(room.roomId, 'bo');

    const sessions = await client.sessions.list({ roomId: room.roomId, status: 'ongoing' });
    const session = sessions.data[0];
    expect(sessions.data).toHaveLength(1);
    if (session === undefined) {
      throw new Error('No session.');
    }
    expect(session).toMatchObject({ roomId: room.roomId, status: 'ongoing', end: null });
    expect((await client.sessions.get(session.id)).id).toBe(session.id);
    const named = (page: { data: readonly { participantId: string }[] }): string[] => page.data.map((person) => person.participantId).sort();
    expect(named(await client.sessions.listParticipants(session.id))).toEqual(['ann', 'bo']);
    expect(named(await client.sessions.listActiveParticipants(session.id))).toEqual(['ann', 'bo']);
    expect(named(await client.participants.list(room.roomId, { perPage: 1 }))).toHaveLength(1);
    expect(await client.sessions.getParticipant(session.id, 'ann')).toMatchObject({ name: 'ann', timelog: [{ end: null }] });
    expect(await client.participants.get(room.roomId, 'bo')).toMatchObject({ participantId: 'bo' });
    expect(await client.sessions.getStats(session.id)).toMatchObject({ sessionId: session.id, meetingId: room.roomId });
    expect(await client.sessions.getParticipantStats(session.id, 'ann')).toMatchObject({ participantId: 'ann', participantName: 'ann' });

    const ended = await client.sessions.end({ roomId: room.roomId, sessionId: session.id, force: true, ignoreClosed: true });
    expect(ended).toMatchObject({ id: session.id, roomId: room.roomId, status: 'ended' });
    expect((await client.sessions.list({ roomId: room.roomId, status: 'ongoing' })).data).toEqual([]);
    expect((await client.sessions.list({ roomId: room.roomId, status: 'ended', startDate: Date.now() - 60_000, endDate: Date.now() })).data).toHaveLength(1);
  });

  test('a removed person stays out', async () => {
    const room = await client.rooms.create();
    const { body } = await joined(room.roomId, 'ann');
    await joined(room.roomId, 'bo');
    const old = client.accessToken().setParticipant('ann').grant(Grant.AllowJoin).forRoom(room.roomId).toJwt();

    expect(await client.participants.remove(room.roomId, 'ann')).toEqual(expect.any(String));

    const session = (await client.sessions.list({ roomId: room.roomId })).data[0];
    expect(await client.sessions.removeParticipant({ sessionId: session?.id ?? '', participantId: 'bo' })).toEqual(expect.any(String));
    expect((await client.participants.list(room.roomId)).data).toEqual([]);
    expect((await call(`/v2/rooms/${room.roomId}/join`, { bearer: old, body: { mode: 'SIGNALLING_ONLY' } })).status).toBe(403);
    const ticket = (body['ticket'] as { token: string }).token;
    // Gone for good: refused as hers, or, once the session without people has ended, as the session's.
    expect([401, 410]).toContain((await call(`/v2/rooms/${room.roomId}/ticket`, { bearer: ticket })).status);
    await expect(client.sessions.removeParticipant({ roomId: room.roomId, participantId: 'nobody' })).rejects.toBeInstanceOf(RoomNotFoundError);
  });
});

describe('tokens', () => {
  test('are verified, and each role stays in its place', async () => {
    const token = client.accessToken().setParticipant('ann').grant(Grant.AllowJoin).expiresIn('15m').toJwt();
    expect(client.verifyToken(token)).toMatchObject({ participantId: 'ann', roles: ['rtc'] });
    const asParticipant = new VideoSDK({ token, apiEndpoint: inject('studio'), maxRetries: 0 });
    await expect(asParticipant.rooms.create()).rejects.toBeInstanceOf(PermissionError);

    const room = await client.rooms.create();
    const management = client.accessToken().forApi().toJwt();
    expect((await call(`/v2/rooms/${room.roomId}/join`, { bearer: management, body: { mode: 'SIGNALLING_ONLY' } })).status).toBe(403);

    const forged = new VideoSDK({ apiKey: 'not-a-key', secret, apiEndpoint: inject('studio'), maxRetries: 0 });
    await expect(forged.rooms.list()).rejects.toBeInstanceOf(AuthenticationError);
  });

  test('without version and roles are good for everything, as the example servers sign them', async () => {
    const token = VideoSDK.generateToken({ apiKey: String(client.verifyToken(client.generateToken())['apikey']), secretKey: secret, roles: [], expiresIn: '10m' });
    const { status, body } = await call('/v2/rooms', { bearer: token, body: { region: 'sg001' } });
    expect(status).toBe(200);
    expect((await call(`/v2/rooms/${String(body['roomId'])}/join`, { bearer: token, body: { mode: 'SIGNALLING_ONLY' } })).status).toBe(200);
  });
});

describe('webhooks', () => {
  test('are verified with the key that the system shows', async () => {
    expect(await client.webhooks.getPublicKey()).toContain('BEGIN PUBLIC KEY');
    await expect(client.webhooks.verify('{}', 'bm90IGl0')).rejects.toBeInstanceOf(WebhookVerificationError);
  });
});

describe('WHIP and WHEP credentials', () => {
  test('open the endpoint, and end the stream they opened', async () => {
    const room = await client.rooms.create({ customRoomId: `whip-${Date.now()}` });
    const ingress = client.whip.create(room.roomId, { participantId: 'encoder', name: 'Camera 1' });
    // An offer that sends nothing is refused for what it is: address and token are good.
    const answer = await fetch(ingress.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${ingress.token}`, 'content-type': 'application/sdp' },
      body: 'v=0\r\n',
    });
    expect(answer.status).toBe(400);
    await expect(client.whip.delete(ingress)).rejects.toBeInstanceOf(RoomNotFoundError);
    await joined(room.roomId, 'encoder');
    await client.whip.delete(ingress);
    expect((await client.participants.list(room.roomId)).data).toEqual([]);
    expect(client.whep.create(room.roomId).url).toContain('/v2/whep?');
  });
});

describe('what is not built', () => {
  test.each<[string, (roomId: string) => Promise<unknown>]>([
    ['recordings', (roomId) => client.recordings.start(roomId)],
    ['HLS', (roomId) => client.hls.start(roomId)],
    ['RTMP', (roomId) => client.rtmp.start(roomId, { streams: [{ url: 'rtmp://example.com', streamKey: 'k' }] })],
    ['transcodings', () => client.transcodings.list()],
    ['transcription', (roomId) => client.transcription.realtime.start(roomId)],
    ['socket ingest', (roomId) => client.socketIngress.create(roomId)],
    ['SIP', () => client.sip.calls.list()],
    ['resources', () => client.resourcePool.list()],
    ['alert rules', () => client.alertRules.list()],
    ['incidents', () => client.incidents.list()],
    ['connectors', () => client.connectors.list()],
    ['batch calls', () => client.batchcall.list()],
  ])('%s says so with 501 and a stable code', async (_, use) => {
    const room = await client.rooms.create();
    const refused = await use(room.roomId).catch((problem: unknown) => problem);
    expect(refused).toBeInstanceOf(VideoSDKError);
    expect(refused).toMatchObject({ httpStatus: 501, code: 'not_built' });
  });

  test('a room that should record by itself is refused', async () => {
    await expect(client.rooms.create({ autoStartConfig: { recording: {} } })).rejects.toMatchObject({ httpStatus: 501 });
    await expect(client.rooms.create({ webhook: { url: 'no address', events: [] } })).rejects.toBeInstanceOf(ValidationError);
  });
});
