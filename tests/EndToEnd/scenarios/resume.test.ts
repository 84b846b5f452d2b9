import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('Who loses the network comes back by himself, and nobody sees a leave or a join', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { person: ben, network: networkOfBen } = await people.traveller('Ben');
  await ben.page.goto(await ann.hostLink());
  await ben.goLive();
  const { person: vic, network: networkOfVic } = await people.traveller('Vic');
  await vic.page.goto(await ann.viewerLink());
  await seesMove(vic, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);
  await ann.watchRoster();

  const lost = Date.now();
  await Promise.all([networkOfBen.cut(), networkOfVic.cut()]);
  await ann.tile('Ben').getByTestId('tile-reconnecting').waitFor();
  const seen = Date.now() - lost;
  await Promise.all([ben.connection('reconnecting'), vic.connection('reconnecting')]);
  const known = Date.now() - lost;

  const back = Date.now();
  await Promise.all([networkOfBen.restore(), networkOfVic.restore()]);
  await Promise.all([ben, vic].map((person) => person.inRoom()));
  await seesMove(vic, 'Ben');
  await seesMove(ann, 'Ben');
  await seesMove(ben, 'Ann');
  console.log(`Lost network: others know after ${seen} ms, those without it after ${known} ms; picture ${Date.now() - back} ms after it is back`);
  expect(seen).toBeLessThan(6_500);
  await ann.tile('Ben').getByTestId('tile-reconnecting').waitFor({ state: 'detached' });
  expect(await ann.rosters()).toEqual([['Ann', 'Ben']]);
  expect(await ann.audience()).toBe(1);
});
