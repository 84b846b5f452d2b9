import { expect } from 'vitest';
import { inviteLink } from '../support/api.ts';
import { scenario } from '../support/scenario.ts';

scenario('Everybody reads the same chat in the same order, also after a reload that uses the invite no second time', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const link = await inviteLink(await ann.roomId(), 'viewer', { maxUses: 1 });
  const vic = await people.viewer('Vic', link);
  const val = await people.viewer('Val', await ann.viewerLink());
  const everybody = [ann, vic, val];

  await ann.say('Welcome');
  for (const person of everybody) {
    await expect.poll(() => person.messages()).toEqual(['Welcome']);
  }
  await Promise.all(everybody.map((person) => person.say(`${person.name} says hello`)));
  await expect.poll(() => ann.deliveries()).toEqual(['sent', 'sent', 'sent', 'sent']);
  const order = await ann.messages();
  for (const person of everybody) {
    await expect.poll(() => person.messages()).toEqual(order);
  }

  await vic.page.reload();
  await vic.inRoom();
  await expect.poll(() => vic.messages()).toEqual(order);
  // The invite was good for one use: a reload that exchanged it again would have been refused.
  const late = await people.guest('Late', link);
  expect(await late.on('error-message').textContent()).toContain('used as often as it may be');
});

scenario('What is written while the network is cut arrives once, after the reconnect', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { person: vic, network } = await people.traveller('Vic');
  await vic.page.goto(await ann.viewerLink());
  await vic.inRoom();
  await vic.say('Before');
  await expect.poll(() => ann.messages()).toEqual(['Before']);

  await network.cut();
  await vic.say('From the tunnel');
  await ann.say('Are you there?');
  await expect.poll(() => ann.messages()).toEqual(['Before', 'Are you there?']);
  expect(await vic.messages()).toEqual(['Before', 'From the tunnel']);
  expect(await vic.deliveries()).toEqual(['sent', 'pending']);

  await network.restore();
  const all = ['Before', 'Are you there?', 'From the tunnel'];
  await expect.poll(() => vic.messages(), { timeout: 10_000 }).toEqual(all);
  await expect.poll(() => ann.messages(), { timeout: 10_000 }).toEqual(all);
  // A second copy would come with the next message at the latest: the log has one order.
  await vic.say('Out again');
  await expect.poll(() => ann.messages()).toEqual([...all, 'Out again']);
});
