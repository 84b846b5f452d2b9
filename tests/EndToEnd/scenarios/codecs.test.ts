import { expect } from 'vitest';
import { call, apiToken, inviteLink } from '../support/api.ts';
import { cpuTimes, loadBetween } from '../support/machine.ts';
import { ReceiveLog } from '../support/receiveLog.ts';
import { scenario } from '../support/scenario.ts';
import { decodedCodec, decodedFrames, decodesOnly, publishWith, sdkPerson, wants, watchWith } from '../support/sdkPerson.ts';

/** Halves and quarters of it are even, as encoders want them. */
const camera = { width: 960, height: 576 };
const small = { width: 240, height: 144 };
/** However slow the machine: the measured time is printed beside what is expected. */
const patience = 40_000;

async function makeRoom(): Promise<string> {
  const { status, body } = await call('/v2/rooms', { bearer: apiToken(), body: { codecs: { video: ['VP8', 'H264', 'VP9', 'AV1'] } } });
  expect(status).toBe(200);
  return String(body['roomId']);
}

for (const [codec, mimeType] of [['h264', 'video/H264'], ['vp9', 'video/VP9'], ['av1', 'video/AV1'], ['vp8', 'video/VP8']] as const) {
  scenario(`CD2_A host who wishes ${codec} is seen in it, and the picture follows the size of its tile`, async ({ people }) => {
    const roomId = await makeRoom();
    const ann = await sdkPerson(people, 'Ann');
    const vic = await sdkPerson(people, 'Vic');
    await publishWith(ann, await inviteLink(roomId, 'host'), codec, camera);
    await watchWith(vic, await inviteLink(roomId, 'viewer'));
    const log = await ReceiveLog.start(vic, 'Ann');
    const before = cpuTimes();
    await wants(vic, 'Ann', camera);
    const full = await log.until(0, ({ height }) => height === camera.height, patience);
    expect(await decodedCodec(vic)).toBe(mimeType);

    const shrunk = Date.now();
    await wants(vic, 'Ann', small);
    const down = await log.until(shrunk, ({ height }) => height > 0 && height <= small.height, patience);
    await vic.page.waitForTimeout(3_000);
    const grown = Date.now();
    await wants(vic, 'Ann', camera);
    const up = await log.until(grown, ({ height }) => height === camera.height, patience);
    await vic.page.waitForTimeout(2_000);
    const after = await log.now();
    const gaps = [await log.longestGap(shrunk, down.at + 1_000), await log.longestGap(grown, up.at + 1_000)];

    console.log([
      `${mimeType} (${loadBetween(before, cpuTimes())}): ${await log.worker()}`,
      `  tile shrinks: ${full.height} to ${down.height} lines after ${down.at - shrunk} ms (expected below 2,000)`,
      `  tile grows:   to ${up.height} lines after ${up.at - grown} ms (expected below 2,000)`,
      `  longest time without a new frame at the switches ${gaps.join(' and ')} ms, freezes counted ${after.freezes - full.freezes} (expected 0)`,
    ].join('\n'));
    expect(after.frames).toBeGreaterThan(up.frames);
    expect(Math.max(...gaps)).toBeLessThan(5_000);
  }, 180_000);
}

scenario('Two hosts in AV1 take turns in one slot, and every turn is seen', async ({ people }) => {
  const roomId = await makeRoom();
  const vic = await sdkPerson(people, 'Vic');
  for (const name of ['Ann', 'Ben']) {
    await publishWith(await sdkPerson(people, name), await inviteLink(roomId, 'host'), 'av1', small);
  }
  await watchWith(vic, await inviteLink(roomId, 'viewer'));
  const waits: string[] = [];
  for (const name of ['Ann', 'Ben', 'Ann', 'Ben', 'Ann']) {
    const asked = Date.now();
    await wants(vic, name, small);
    await vic.page.waitForFunction((host) => {
      const room = window.__live?.room;
      const id = room?.participants.find(({ displayName }) => displayName === host)?.participantId;
      return room?.slots.some(({ kind, occupant }) => kind === 'video' && id !== undefined && occupant?.participantId === id) === true;
    }, name, { timeout: patience });
    const before = await decodedFrames(vic);
    await expect.poll(() => decodedFrames(vic), { timeout: patience }).toBeGreaterThan(before + 20);
    waits.push(`${name} ${Date.now() - asked}`);
  }
  console.log(`AV1 by turns: 20 pictures more, ms after it was asked for: ${waits.join(', ')}`);
  expect(await decodedCodec(vic)).toBe('video/AV1');
}, 180_000);

scenario('CD3_A viewer who cannot decode the picture is told why, its host falls back, and nobody sees a black tile', async ({ people }) => {
  const roomId = await makeRoom();
  const ann = await sdkPerson(people, 'Ann');
  const vic = await sdkPerson(people, 'Vic');
  await publishWith(ann, await inviteLink(roomId, 'host'), 'vp9', camera);
  await watchWith(vic, await inviteLink(roomId, 'viewer'));
  const vics = await ReceiveLog.start(vic, 'Ann');
  await vics.until(0, ({ frames }) => frames > 10, patience);
  expect(await decodedCodec(vic)).toBe('video/VP9');

  const old = await sdkPerson(people, 'Old');
  await decodesOnly(old.page, 'video/VP8', 'video/rtx');
  const came = Date.now();
  await watchWith(old, await inviteLink(roomId, 'viewer'));
  const olds = await ReceiveLog.start(old, 'Ann');
  const seen = await olds.until(came, ({ frames }) => frames > 10, patience);
  await vic.page.waitForTimeout(1_000);
  const after = await vics.now();

  console.log([
    `Fall back: Old sees Ann ${seen.at - came} ms after it came; it was told: ${(await old.page.evaluate(() => window.__hindrances)).join(', ')}`,
    `  Vic, who decodes both: longest time without a new frame ${await vics.longestGap(came, after.at)} ms, freezes ${after.freezes}`,
  ].join('\n'));
  expect(await old.page.evaluate(() => window.__hindrances)).toEqual(['codec']);
  expect([await decodedCodec(old), await decodedCodec(vic)]).toEqual(['video/VP8', 'video/VP8']);
  expect(await ann.page.evaluate(() => window.__probe.peers.length)).toBe(2);
}, 180_000);
