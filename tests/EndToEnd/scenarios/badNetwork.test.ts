import { expect } from 'vitest';
import { cpuTimes, loadBetween } from '../support/machine.ts';
import { hearsVoices, seesMove } from '../support/media.ts';
import type { Netem } from '../support/netem.ts';
import { between, ReceiveLog, type Reception } from '../support/receiveLog.ts';
import { scenario } from '../support/scenario.ts';

const phaseMs = 10_000;
const halfWay = { latencyMs: 25 };
const lossy: Netem = { ...halfWay, loss: 0.05 };
/** A queue of 300 ms. */
const narrow: Netem = { ...halfWay, rate: 400_000, queueBytes: (400_000 / 8) * 0.3 };

scenario('On a bad network the picture goes on, the sound stays whole, and both are well soon after it', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { person: vic, network } = await people.traveller('Vic');
  await vic.page.goto(await ann.viewerLink());
  await seesMove(vic, 'Ann');
  await hearsVoices(vic, 1);
  const log = await ReceiveLog.start(vic, 'Ann');
  const load = cpuTimes();
  await log.until(0, ({ height }) => height > 360, 30_000);

  const phase = async (): Promise<readonly [Reception, Reception]> => {
    const start = await log.now();
    await vic.page.waitForTimeout(phaseMs);
    return [start, await log.now()];
  };
  const well = await phase();
  network.impair({ up: halfWay, down: lossy });
  const lost = await phase();
  network.impair({ up: halfWay, down: narrow });
  const squeezed = await phase();
  const ended = Date.now();
  network.impair({});
  const normal = well[1].height;
  const usual = between(...well).fps;
  const recovered = await log.until(ended, ({ height }) => height >= normal, 60_000);
  await vic.page.waitForTimeout(2_000);
  const [from, to] = [recovered, await log.now()];

  const row = (name: string, expected: string, [first, last]: readonly [Reception, Reception]): string => {
    const { fps, concealment, frozenShare } = between(first, last);
    return `  ${name}: ${fps.toFixed(1)} frames/s of ${last.height} lines, frozen ${(frozenShare * 100).toFixed(1)} %, ` +
      `sound made up ${(concealment * 100).toFixed(1)} % (${expected})`;
  };
  console.log([
    `A bad network (${loadBetween(load, cpuTimes())}; 50 ms round trip in the two middle ones):`,
    row('no impairment  ', 'for comparison', well),
    row('5 % loss       ', 'expected: frames advance, below 5 %', lost),
    row('400 kbit/s     ', 'expected: frames advance, below 5 %', squeezed),
    row('after it       ', 'as before it', [from, to]),
    `  ${recovered.height} lines again ${recovered.at - ended} ms after the end (expected below 2,000)`,
  ].join('\n'));
  const comparison = between(...well).concealment;
  for (const [first, last] of [lost, squeezed]) {
    expect(last.frames - first.frames).toBeGreaterThan(phaseMs / 1000);
    expect(between(first, last).concealment - comparison).toBeLessThan(0.15);
  }
  expect(between(from, to).fps).toBeGreaterThan(usual / 4);
}, 240_000);
