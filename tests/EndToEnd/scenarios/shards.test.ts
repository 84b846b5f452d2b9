import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { sharedBrowser } from '../support/browser.ts';
import { hearsVoices, seesMove } from '../support/media.ts';
import { mediaPath } from '../support/mediaPath.ts';
import { OwnSystem } from '../support/ownSystem.ts';
import { large, People } from '../support/people.ts';
import { ReceiveLog } from '../support/receiveLog.ts';

const small = { width: 320, height: 640 };
const patience = 40_000;

let system: OwnSystem;
let people: People;

beforeEach(async () => {
  system = await OwnSystem.start(join(inject('artifacts'), 'shards.log'), '--shards', '2');
  people = new People(await sharedBrowser(), system.studio);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await people.photograph(join(inject('artifacts'), task.name.replaceAll(/\W+/g, '-').slice(0, 80)));
  }
  await people.goHome();
  await system.stop();
});

test('People whose media is on different threads of the worker see and hear each other', async () => {
  const ann = await people.moderator('Ann');
  const vic = await people.viewer('Vic', await ann.viewerLink(), large);
  await seesMove(vic, 'Ann');
  await hearsVoices(vic, 1);
  // Each thread has a port of its own.
  expect((await mediaPath(vic))?.port).not.toBe((await mediaPath(ann))?.port);

  const log = await ReceiveLog.start(vic, 'Ann');
  await log.until(0, ({ height }) => height > 360, patience);
  const shrunk = Date.now();
  await vic.page.setViewportSize(small);
  const down = await log.until(shrunk, ({ height }) => height > 0 && height <= 180, patience);
  const grown = Date.now();
  await vic.page.setViewportSize(large.viewport);
  const up = await log.until(grown, ({ height }) => height > 360, patience);
  console.log(`Across threads: smaller after ${down.at - shrunk} ms, larger after ${up.at - grown} ms (expected below 2,000 each)`);

  const ben = await people.host('Ben', await ann.hostLink());
  await Promise.all([seesMove(vic, 'Ben'), seesMove(ann, 'Ben'), seesMove(ben, 'Ann')]);
  await hearsVoices(vic, 2);
  await ben.on('leave').click();
  await vic.tile('Ben').waitFor({ state: 'detached' });
  await seesMove(vic, 'Ann');
}, 240_000);
