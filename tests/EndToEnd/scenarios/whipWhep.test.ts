import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { apiToken, call, inviteLink } from '../support/api.ts';
import { sharedBrowser } from '../support/browser.ts';
import { seesMove } from '../support/media.ts';
import { People } from '../support/people.ts';
import { WhipPages } from '../support/whipPeer.ts';

let pages: WhipPages;
let people: People;

beforeAll(async () => {
  const browser = await sharedBrowser();
  pages = new WhipPages(browser);
  people = new People(browser, inject('studio'));
});

afterAll(async () => {
  await pages.close();
});

test('An independent client publishes by WHIP and another watches by WHEP, through a restart of ICE on both sides', async () => {
  const { roomId, whip, whep } = await room();
  const encoder = await pages.open();
  const player = await pages.open();

  await encoder.publish(`${whip}&displayName=OBS`, apiToken(), 'client');
  await player.watch(whep, apiToken({ permissions: ['allow_join'] }), 'client');
  await player.seesAndHears();

  // The SDK's viewers see the encoder like any other host.
  const viewer = await people.viewer('Vic', await inviteLink(roomId, 'viewer'));
  await seesMove(viewer, 'OBS');

  for (const peer of [encoder, player]) {
    const before = await peer.ice();
    await peer.restart();
    const restarted = await peer.ice();
    expect(restarted.local).not.toBe(before.local);
    expect(restarted.remote).not.toBe(before.remote);
    await expect.poll(async () => (await peer.ice()).inUse, { timeout: 10_000 }).toBe(restarted.local);
    await player.seesAndHears();
  }

  await encoder.stop();
  await viewer.tile('OBS').waitFor({ state: 'detached', timeout: 5_000 });
  await player.stop();
  await people.goHome();
});

test('A page with nothing but the browser publishes and watches, though it offers to send and receive', async () => {
  const { whip, whep } = await room();
  const encoder = await pages.open();
  const player = await pages.open();

  await player.watch(whep, apiToken({ permissions: ['allow_join'] }), 'browser');
  await encoder.publish(whip, apiToken(), 'browser');
  await player.seesAndHears();

  expect(await encoder.directions()).toEqual(['sendonly', 'sendonly']);
  expect(await player.directions()).toEqual(['recvonly', 'recvonly']);
  expect(await encoder.stop()).toBe(200);
  expect(await player.stop()).toBe(200);
});

async function room(): Promise<{ readonly roomId: string; readonly whip: string; readonly whep: string }> {
  const { body } = await call('/v2/rooms', { bearer: apiToken(), body: {} });
  const roomId = String(body['roomId']);
  const endpoint = (name: string): string => `${inject('studio')}/v2/${name}?roomId=${roomId}`;
  return { roomId, whip: endpoint('whip'), whep: endpoint('whep') };
}
