import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';
import { decodedCodec } from '../support/sdkPerson.ts';

scenario('A room that was made for VP9 is seen in VP9, unless its host chooses otherwise', async ({ people }) => {
  const ann = await people.visitor('Ann');
  await ann.on('room-video').selectOption('vp9');
  await ann.createRoom();
  expect(await ann.on('codec').inputValue()).toBe('vp9');
  await ann.goLive();
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ann');
  expect(await decodedCodec(vic)).toBe('video/VP9');

  const ben = await people.guest('Ben', await ann.hostLink());
  expect(await ben.on('codec').inputValue()).toBe('vp9');
  expect(await ben.on('codec').locator('option').allTextContents()).not.toContain('AV1');

  await ann.on('leave').click();
  await ann.page.getByRole('button', { name: 'Join again' }).click();
  await ann.on('codec').selectOption('vp8');
  await ann.goLive();
  await seesMove(vic, 'Ann');
  await expect.poll(() => decodedCodec(vic)).toBe('video/VP8');
});
