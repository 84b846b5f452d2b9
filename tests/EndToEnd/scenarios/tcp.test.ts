import { expect } from 'vitest';
import { hearsVoices, seesMove } from '../support/media.ts';
import { mediaPath } from '../support/mediaPath.ts';
import { scenario } from '../support/scenario.ts';

scenario('Hosts and viewers whose networks block UDP see and are seen over TCP', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.withoutUdp('Ben');
  await ben.page.goto(await ann.hostLink());
  await ben.goLive();
  const vic = await people.withoutUdp('Vic');
  const asked = Date.now();
  await vic.page.goto(await ann.viewerLink());
  await seesMove(vic, 'Ben');
  console.log(`Picture over TCP ${Date.now() - asked} ms after the link was opened`);
  await seesMove(vic, 'Ann');
  await hearsVoices(vic, 2);
  await seesMove(ann, 'Ben');
  await seesMove(ben, 'Ann');

  const paths = await Promise.all([ann, ben, vic].map(mediaPath));
  expect(paths.map((path) => path?.protocol)).toEqual(['udp', 'tcp', 'tcp']);
});
