import { expect } from 'vitest';
import { apiToken, call, codeIn, exchange, inviteLink } from '../support/api.ts';
import { targetOf, throwGarbage } from '../support/garbage.ts';
import { hearsVoices, seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('An invite that does not exist, or that is used up, is refused in words', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const link = await inviteLink(await ann.roomId(), 'viewer', { maxUses: 1 });
  await people.viewer('Vic', link);

  const late = await people.guest('Late', link);
  expect(await late.on('error-message').textContent()).toContain('has been used as often as it may be');
  const lost = await people.guest('Lost', link.replace(codeIn(link), 'nope-nope-nope'));
  expect(await lost.on('error-message').textContent()).toContain('does not exist');
});

scenario('An expired pass is refused in words, and trying again opens the invite anew', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const link = await ann.viewerLink();
  const roomId = await ann.roomId();
  const expired = apiToken({ permissions: ['allow_join'], roles: ['rtc'], roomId, exp: Math.floor(Date.now() / 1000) - 60 });
  expect((await call(`/v2/rooms/${roomId}/join`, { bearer: expired, body: {} })).body['code']).toBe('token_expired');

  const vic = await people.visitor('Vic');
  await vic.page.evaluate(([code, pass]) => sessionStorage.setItem(`pass:${code}`, JSON.stringify(pass)), [
    codeIn(link), { token: expired, roomId, role: 'viewer', expiresAt: new Date(Date.now() + 60_000).toISOString() },
  ] as const);
  await vic.page.goto(link);
  expect(await vic.on('error-message').textContent()).toContain('has expired');
  await vic.page.getByRole('button', { name: 'Try again' }).click();
  await vic.inRoom();
});

scenario('When a moderator ends the session, everybody is told and nobody can go on', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ben');

  await ann.on('end-for-all').click();
  await ann.on('confirm-end').click();
  for (const person of [ann, ben, vic]) {
    expect(await person.on('farewell').textContent()).toContain('ended it for everybody');
  }
});

scenario('A room that was closed for good is refused in words', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const roomId = await ann.roomId();
  const link = await ann.viewerLink();
  const vic = await people.viewer('Vic', link);
  expect((await call('/v2/rooms/deactivate', { bearer: apiToken(), body: { roomId } })).status).toBe(200);

  expect(await vic.on('farewell').textContent()).toContain('closed this room for good');
  const late = await people.guest('Late', link);
  expect(await late.on('error-message').textContent()).toContain('room has been closed');
});

scenario('A viewer who asks to publish is refused, whatever the request says', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { token, roomId } = await exchange(await ann.viewerLink());
  const { sdp } = await ann.page.evaluate(() => ({ sdp: window.__probe.peers.at(-1)?.localDescription?.sdp }));
  const offer = { offer: sdp, publish: [{ mid: '0', source: 'microphone' }] };
  for (const body of [{ mode: 'SEND_AND_RECV' }, { mode: 'SEND_AND_RECV', ...offer }, offer]) {
    const { status, body: problem } = await call(`/v2/rooms/${roomId}/join`, { bearer: token, body });
    expect([status, problem['code']]).toEqual([403, 'publish_forbidden']);
  }
});

scenario('Bodies that are no JSON, too large, or no offer get a stable code', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { token, roomId } = await exchange(await ann.viewerLink());
  const path = `/v2/rooms/${roomId}/join`;
  const codes = async (bearer: string, body: unknown): Promise<unknown> => (await call(path, { bearer, body })).body['code'];
  expect(await codes(token, '{"mode":')).toBe('invalid_json');
  expect(await codes(token, JSON.stringify({ offer: 'x'.repeat(2_000_000) }))).toBe('body_too_large');
  expect(await codes(token, { mode: 'RECV_ONLY', offer: 'this is no session description' })).toBe('invalid_sdp');
  expect(await codes(`${token}x`, {})).toBe('token_invalid');
  expect(await codes(apiToken({ roles: ['rtc'], roomId: 'abcd-efgh-ijkl' }), {})).toBe('wrong_room');
  await seesMove(await people.viewer('Vic', await ann.viewerLink()), 'Ann');
});

scenario('Two thousand datagrams of garbage on the media port change nothing', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await vic.on('tap-to-hear').or(vic.tile('Ann')).first().waitFor();
  const target = await targetOf(vic);
  expect(target).toEqual({ port: expect.any(Number) as number, serverUfrag: expect.stringMatching(/./) as string, clientUfrag: expect.stringMatching(/./) as string });
  const garbage = throwGarbage(target, 2_000);
  await seesMove(vic, 'Ann');
  await garbage;
  await seesMove(vic, 'Ann');
  await hearsVoices(vic, 1);
  expect(await vic.page.evaluate(() => window.__live?.room.state.kind)).toBe('connected');
  expect(await vic.page.evaluate(() => window.__probe.offers)).toBe(1);
});
