import { expect } from 'vitest';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('A lost transport comes back by itself, and nobody sees a leave or a join', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ben');
  await expect.poll(() => ann.audience()).toBe(1);
  await ann.watchRoster();

  for (const person of [vic, ben]) {
    const lost = Date.now();
    await person.loseTransport();
    await person.connection('reconnecting');
    await person.inRoom();
    console.log(`${person.name}: connected again ${Date.now() - lost} ms after the transport was lost`);
  }
  await seesMove(vic, 'Ben');
  await seesMove(ann, 'Ben');
  await seesMove(ben, 'Ann');
  expect(await ann.rosters()).toEqual([['Ann', 'Ben']]);
  expect(await ann.audience()).toBe(1);
});
