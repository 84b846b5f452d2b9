import { expect } from 'vitest';
import { inviteLink } from '../support/api.ts';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

scenario('A guest waits until a moderator lets him in; another is refused and told so', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const link = await inviteLink(await ann.roomId(), 'guest');

  const gus = await people.guest('Gus', link);
  await gus.on('ask-in').click();
  await gus.page.getByRole('heading', { name: 'Waiting to be let in' }).waitFor();
  const request = ann.on('lobby-entry').filter({ hasText: 'Gus' });
  await request.getByTestId('lobby-allow').click();
  await request.waitFor({ state: 'detached' });
  await gus.inRoom();
  await seesMove(gus, 'Ann');

  const eve = await people.guest('Eve', link);
  await eve.on('ask-in').click();
  await ann.on('lobby-entry').filter({ hasText: 'Eve' }).getByTestId('lobby-deny').click();
  expect(await eve.on('error-message').textContent()).toContain('did not let you in');
});
