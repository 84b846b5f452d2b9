import { expect } from 'vitest';
import { cpuTimes, loadBetween } from '../support/machine.ts';
import { seesMove } from '../support/media.ts';
import { large } from '../support/people.ts';
import type { Person } from '../support/person.ts';
import { ReceiveLog } from '../support/receiveLog.ts';
import { scenario } from '../support/scenario.ts';
import { layersOn, sentLayers } from '../support/sentLayers.ts';

const small = { width: 320, height: 640 };
/** However slow the machine: the measured time is printed beside what is expected. */
const patience = 40_000;

/** As when the person goes to another tab, or comes back: a page of Playwright's is always in front. */
async function look(person: Person, state: 'visible' | 'hidden'): Promise<void> {
  await person.page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

scenario('LY1_A picture follows the size of its tile, and its host encodes what somebody watches', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const vic = await people.viewer('Vic', await ann.viewerLink(), large);
  await seesMove(vic, 'Ann');
  const log = await ReceiveLog.start(vic, 'Ann');
  const before = cpuTimes();
  const full = await log.until(0, ({ height }) => height > 360, patience);

  const shrunk = Date.now();
  await vic.page.setViewportSize(small);
  const down = await log.until(shrunk, ({ height }) => height > 0 && height <= 180, patience);
  await expect.poll(() => layersOn(ann), { timeout: patience }).toBe('q');
  const off = Date.now() - shrunk;

  const grown = Date.now();
  await vic.page.setViewportSize(large.viewport);
  const up = await log.until(grown, ({ height }) => height > 360, patience);
  await vic.page.waitForTimeout(2_000);
  const after = await log.now();
  const gaps = [await log.longestGap(shrunk, down.at + 1_000), await log.longestGap(grown, up.at + 1_000)];

  const hidden = Date.now();
  await look(vic, 'hidden');
  await expect.poll(() => layersOn(ann), { timeout: patience }).toBe('');
  const none = Date.now() - hidden;
  const unseen = await log.now();
  const seen = Date.now();
  await look(vic, 'visible');
  const back = await log.until(seen, ({ frames }) => frames > unseen.frames + 2, patience);

  console.log([
    `Layers (${loadBetween(before, cpuTimes())}): Ann encodes ${(await sentLayers(ann)).map(({ rid, height }) => `${rid} ${height}`).join(', ')}`,
    `  tile shrinks: ${full.height} to ${down.height} lines after ${down.at - shrunk} ms (expected below 2,000), larger ones off after ${off} ms`,
    `  tile grows:   to ${up.height} lines after ${up.at - grown} ms (expected below 2,000)`,
    `  longest time without a new frame at the switches ${gaps.join(' and ')} ms, freezes counted ${after.freezes - full.freezes} (expected 0)`,
    `  nobody looks: all off after ${none} ms (expected 5,000 to 7,000), picture back ${back.at - seen} ms after somebody does (expected below 2,000)`,
  ].join('\n'));
  expect(Math.max(...gaps)).toBeLessThan(5_000);
  await seesMove(vic, 'Ann');
}, 240_000);
