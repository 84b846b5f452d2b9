import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

interface Turn {
  readonly begin: () => void;
  readonly begun: Promise<void>;
}

function turn(): Turn {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  return { begin, begun };
}

// A killed tab is waited for half a minute, in which the others, one after the other, have the machine for themselves.
const second = turn();
const third = turn();

scenario.concurrent('A killed tab is shown as reconnecting within 6 seconds and is gone half a minute later', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(ann, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);

  const killed = Date.now();
  await Promise.all([ben.kill(), vic.kill()]);
  await ann.tile('Ben').getByTestId('tile-reconnecting').waitFor({ timeout: 8_000 }).finally(second.begin);
  const shown = Date.now() - killed;
  expect(shown).toBeLessThan(6_500);
  await ann.tile('Ben').waitFor({ state: 'detached', timeout: 40_000 });
  await expect.poll(() => ann.audience(), { timeout: 5_000 }).toBe(0);
  const gone = Date.now() - killed;
  console.log(`Killed tabs: reconnecting after ${shown} ms (expected below 6,000), gone after ${gone} ms (expected 30,000)`);
  expect(gone).toBeLessThan(38_000);
}, 90_000);

scenario.concurrent('A closed tab goes at once', async ({ people }) => {
  await second.begun;
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(ann, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);

  const closed = Date.now();
  await Promise.all([ben, vic].map(({ page }) => page.close({ runBeforeUnload: true })));
  await ann.tile('Ben').waitFor({ state: 'detached', timeout: 4_000 }).finally(third.begin);
  const took = Date.now() - closed;
  console.log(`${took} ms from closing a host's tab until the tile was gone (expected below 1,000)`);
  expect(took).toBeLessThan(2_000);
  // The count of the audience is news at most every two seconds.
  await expect.poll(() => ann.audience(), { timeout: 4_000 }).toBe(0);
});

scenario.concurrent('Who loses the network comes back by himself, and nobody sees a leave or a join', async ({ people }) => {
  await third.begun;
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
