import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('A closed tab goes at once', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(ann, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);

  const closed = Date.now();
  await Promise.all([ben, vic].map(({ page }) => page.close({ runBeforeUnload: true })));
  await ann.tile('Ben').waitFor({ state: 'detached', timeout: 4_000 });
  const took = Date.now() - closed;
  console.log(`${took} ms from closing a host's tab until the tile was gone (expected below 1,000)`);
  expect(took).toBeLessThan(2_000);
  // The count of the audience is news at most every two seconds.
  await expect.poll(() => ann.audience(), { timeout: 4_000 }).toBe(0);
});

scenario('A killed tab is shown as reconnecting within 6 seconds and is gone half a minute later', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(ann, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);

  const killed = Date.now();
  await Promise.all([ben.kill(), vic.kill()]);
  await ann.tile('Ben').getByTestId('tile-reconnecting').waitFor({ timeout: 8_000 });
  const shown = Date.now() - killed;
  expect(shown).toBeLessThan(6_500);
  await ann.tile('Ben').waitFor({ state: 'detached', timeout: 40_000 });
  await expect.poll(() => ann.audience(), { timeout: 5_000 }).toBe(0);
  const gone = Date.now() - killed;
  console.log(`Killed tabs: reconnecting after ${shown} ms (expected below 6,000), gone after ${gone} ms (expected 30,000)`);
  expect(gone).toBeLessThan(38_000);
}, 90_000);
