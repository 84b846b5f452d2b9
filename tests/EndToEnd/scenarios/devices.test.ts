import { expect } from 'vitest';
import { hearsVoices, seesMove } from '../support/media.ts';
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

scenario('A microphone that is allowed only after going live is heard', async ({ people }) => {
  const ann = await people.visitor('Ann');
  await ann.page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const allowed = new Promise((resolve) => addEventListener('test:allow', resolve, { once: true }));
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (wanted?.audio) {
        await allowed;
      }
      return open(wanted);
    };
  });
  await ann.createRoom();
  await ann.on('go-live').click();
  await ann.inRoom();
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await vic.tile('Ann').getByRole('img', { name: 'Microphone off' }).waitFor();

  await ann.page.evaluate(() => dispatchEvent(new Event('test:allow')));
  await vic.tile('Ann').getByRole('img', { name: 'Microphone off' }).waitFor({ state: 'detached' });
  await hearsVoices(vic, 1);
});
