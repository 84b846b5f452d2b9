import { hearsVoices, seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('Two hosts and six viewers in one room all see and hear both hosts', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.host('Ben', await ann.hostLink());
  const link = await ann.viewerLink();
  const viewers = await Promise.all(['One', 'Two', 'Three', 'Four', 'Five', 'Six'].map((name) => people.viewer(name, link)));
  await Promise.all([
    seesMove(ann, 'Ben'), seesMove(ben, 'Ann'),
    ...viewers.flatMap((viewer) => [seesMove(viewer, 'Ann'), seesMove(viewer, 'Ben'), hearsVoices(viewer, 2)]),
  ]);
});
