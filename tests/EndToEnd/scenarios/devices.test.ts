import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('A host turns camera and microphone off and on, and shares the screen', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ann');
  const tile = vic.tile('Ann');
  const microphoneOff = tile.getByRole('img', { name: 'Microphone off' });

  await ann.on('mic-toggle').click();
  await microphoneOff.waitFor();
  await ann.on('mic-toggle').click();
  await microphoneOff.waitFor({ state: 'detached' });

  await ann.on('camera-toggle').click();
  await tile.locator('.avatar').waitFor();
  expect(await tile.locator('video').count()).toBe(0);
  await ann.on('camera-toggle').click();
  await seesMove(vic, 'Ann');

  await ann.on('share-toggle').click();
  await seesMove(vic, 'Ann', 'screen');
  const screen = await vic.tile('Ann', 'screen').boundingBox();
  const camera = await tile.boundingBox();
  expect(screen?.width).toBeGreaterThan((camera?.width ?? Number.NaN) * 2);
  await seesMove(vic, 'Ann');

  await ann.on('share-toggle').click();
  await vic.tile('Ann', 'screen').waitFor({ state: 'detached' });
  await seesMove(vic, 'Ann');
});
