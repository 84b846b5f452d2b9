import { expect } from 'vitest';
import { hearsVoices, seesMove } from '../support/media.ts';
import type { Person } from '../support/person.ts';
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

  expect(await Promise.all([ann, ben, vic].map(protocol))).toEqual(['udp', 'tcp', 'tcp']);
});

/** Of the pair of candidates that media uses. */
async function protocol(person: Person): Promise<string | undefined> {
  return person.page.evaluate(async () => {
    const stats = [...((await window.__probe.peers.at(-1)?.getStats()) as unknown as ReadonlyMap<string, RTCStats>).values()];
    const transport = stats.find(({ type }) => type === 'transport') as RTCTransportStats | undefined;
    const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId) as RTCIceCandidatePairStats | undefined;
    const remote = stats.find(({ id }) => id === pair?.remoteCandidateId) as { readonly protocol?: string } | undefined;
    return remote?.protocol;
  });
}
