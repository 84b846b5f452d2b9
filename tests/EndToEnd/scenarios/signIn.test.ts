import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { sharedBrowser } from '../support/browser.ts';
import { seesMove } from '../support/media.ts';
import { OwnSystem } from '../support/ownSystem.ts';
import { People } from '../support/people.ts';
import type { Person } from '../support/person.ts';

const email = 'ann@example.com';
const password = 'correct horse battery';

let system: OwnSystem;
let people: People;

beforeEach(async () => {
  system = await OwnSystem.start(join(inject('artifacts'), 'signIn.log'), '--sign-in', email);
  people = new People(await sharedBrowser(), system.studio);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await people.photograph(join(inject('artifacts'), task.name.replaceAll(/\W+/g, '-').slice(0, 80)));
  }
  await people.goHome();
  await system.stop();
});

/** Where the operator's invitation leads. */
function invitation(): string {
  return /^\s*(\S+\/welcome#\S+)$/m.exec(system.printed)?.[1] ?? 'nowhere';
}

async function choosePassword(person: Person, secret: string): Promise<void> {
  await person.page.goto(invitation());
  await person.on('password').fill(secret);
  // The keyboard is enough.
  await person.page.keyboard.press('Enter');
}

async function enter(person: Person, secret: string): Promise<void> {
  await person.on('email').fill(email);
  await person.on('password').fill(secret);
  await Promise.all([person.page.waitForResponse(/\/people\/sign-in$/), person.on('sign-in').click()]);
}

/** All that a page keeps. */
async function kept(person: Person): Promise<string> {
  return person.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
}

test('A person chooses a password, signs in, goes live, signs out, and is then refused', async () => {
  const ann = await people.visitor('Ann');
  await ann.on('sign-in').waitFor();
  expect(await ann.on('create-room').count()).toBe(0);

  await choosePassword(ann, password);
  await ann.on('create-room').waitFor();
  await ann.on('account').click();
  expect(await ann.on('account-email').textContent()).toBe(email);
  await ann.page.keyboard.press('Escape');
  await ann.on('account-email').waitFor({ state: 'hidden' });

  // The one-time code is good once, and stays in no history.
  const late = await people.visitor('Late');
  await choosePassword(late, 'another password');
  expect(await late.on('error-message').textContent()).toContain('was used before');
  await ann.page.goBack();
  expect(ann.page.url()).toBe(`${system.studio}/welcome`);
  await ann.page.goto(system.studio);

  await ann.createRoom();
  const moderatorLink = ann.page.url();
  await ann.goLive();
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ann');
  const { secret } = JSON.parse(readFileSync(join(system.dataFolder, 'development-tenant.json'), 'utf8')) as { secret: string };
  for (const person of [ann, vic]) {
    expect(await kept(person)).not.toContain(secret);
  }

  await ann.on('leave').click();
  await ann.on('farewell').waitFor();
  // Another page of the same browser is signed in, too, and lists what she made.
  await ann.page.goto(`${system.studio}/rooms`);
  await ann.on('room-row').getByText('Live', { exact: true }).waitFor();
  await ann.on('nav-sessions').click();
  await ann.on('open-session').click();
  await ann.on('participants').getByText('Vic').waitFor();

  const signIn = ((JSON.parse((await ann.page.evaluate(() => localStorage.getItem('signIn'))) ?? '{}')) as { signIn?: string }).signIn ?? '';
  await ann.on('account').click();
  await ann.on('sign-out').click();
  await ann.on('sign-in').waitFor();
  expect(await kept(ann)).not.toContain(signIn);
  await ann.page.goto(`${system.studio}/rooms`);
  await ann.on('sign-in').waitFor();
  // Neither what the browser had nor the address of her room opens anything any more.
  const refused = await fetch(`${system.studio}/v2/people/token`, { method: 'POST', headers: { authorization: `Bearer ${signIn}` } });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'sign_in_expired']);
  await ann.page.goto(moderatorLink);
  expect(await ann.on('error-message').textContent()).toContain('used as often as it may be');
});

test('A wrong password is refused in words, too many make one wait, and a sign-in that ended says so', async () => {
  const ann = await people.visitor('Ann');
  await choosePassword(ann, password);
  await ann.on('account').click();
  await ann.on('sign-out').click();
  await enter(ann, 'not my password');
  expect(await ann.on('error-message').textContent()).toContain('do not belong together');
  await enter(ann, password);
  await ann.on('create-room').waitFor();

  // As when the operator takes the sign-in away: the server is the one to say so.
  await ann.page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('signIn') ?? '{}') as object;
    localStorage.setItem('signIn', JSON.stringify({ ...kept, signIn: 'taken-away' }));
  });
  await ann.page.goto(`${system.studio}/rooms`);
  await ann.on('signed-out').waitFor();

  for (let mistake = 0; mistake < 6; mistake += 1) {
    await enter(ann, 'not my password');
    await ann.on('error-message').getByText('do not belong together').waitFor();
  }
  await enter(ann, password);
  await ann.on('error-message').getByText(/You can try again in \d+ seconds/).waitFor();
  expect(await ann.on('sign-in').isDisabled()).toBe(true);
});
