import { expect } from 'vitest';
import { hearsVoices, seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('A second host comes and goes, and no viewer negotiates again', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const viewers = await Promise.all(['Vic', 'Val'].map(async (name) => people.viewer(name, await ann.viewerLink())));
  const ben = await people.host('Ben', await ann.hostLink());

  await Promise.all([
    seesMove(ann, 'Ben'), seesMove(ben, 'Ann'), ...viewers.flatMap((viewer) => [seesMove(viewer, 'Ann'), seesMove(viewer, 'Ben')]),
  ]);
  await Promise.all([hearsVoices(ann, 1), hearsVoices(ben, 1), ...viewers.map((viewer) => hearsVoices(viewer, 2))]);

  const left = Date.now();
  await ben.on('leave').click();
  await Promise.all([ann, ...viewers].map((person) => person.tile('Ben').waitFor({ state: 'detached', timeout: 3_000 })));
  const took = Date.now() - left;
  console.log(`${took} ms from the click on leave until the tile was gone for everybody (expected below 1,000)`);
  expect(took).toBeLessThan(2_000);
  expect(await ben.on('farewell').textContent()).toContain('You can come back');

  await Promise.all(viewers.map((viewer) => seesMove(viewer, 'Ann')));
  for (const viewer of viewers) {
    expect(await viewer.page.evaluate(() => window.__probe.offers)).toBe(1);
  }
});
