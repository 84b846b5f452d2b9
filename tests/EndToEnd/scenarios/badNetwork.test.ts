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

interface Phase {
  readonly from: Reception;
  readonly to: Reception;
  readonly worker: string;
}

/** The largest size, or what a slow host's encoder makes of it. */
function isLarge({ height }: Reception): boolean {
  return height > 360;
}

scenario('On a bad network the picture goes on, the sound stays whole, and both are well soon after it', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const { person: vic, network } = await people.traveller('Vic');
  await vic.page.goto(await ann.viewerLink());
  await seesMove(vic, 'Ann');
  await hearsVoices(vic, 1);
  const log = await ReceiveLog.start(vic, 'Ann');
  const load = cpuTimes();
  await log.until(0, isLarge, 60_000);

  const phase = async (): Promise<Phase> => {
    const start = await log.now();
    await vic.page.waitForTimeout(phaseMs);
    return { from: start, to: await log.now(), worker: await log.worker() };
  };
  const well = await phase();
  network.impair({ up: halfWay, down: lossy });
  const lost = await phase();
  network.impair({ up: halfWay, down: narrow });
  const squeezed = await phase();
  const ended = Date.now();
  network.impair({});
  const usual = between(well.from, well.to).fps;
  const recovered = await log.until(ended, isLarge, 60_000);
  await vic.page.waitForTimeout(2_000);
  const after: Phase = { from: recovered, to: await log.now(), worker: await log.worker() };

  const row = (name: string, expected: string, { from, to, worker }: Phase): string => {
    const { fps, concealment, frozenShare } = between(from, to);
    return `  ${name}: ${fps.toFixed(1)} frames/s of ${to.height} lines, frozen ${(frozenShare * 100).toFixed(1)} %, ` +
      `sound made up ${(concealment * 100).toFixed(1)} % (${expected}; ${worker})`;
  };
  console.log([
    `A bad network (${loadBetween(load, cpuTimes())}; 50 ms round trip in the two middle ones):`,
    row('no impairment  ', 'for comparison', well),
    row('5 % loss       ', 'expected: frames advance, below 5 %', lost),
    row('400 kbit/s     ', 'expected: frames advance, below 5 %', squeezed),
    row('after it       ', 'as before it', after),
    `  ${recovered.height} lines again ${recovered.at - ended} ms after the end (expected below 2,000)`,
  ].join('\n'));
  const comparison = between(well.from, well.to).concealment;
  for (const { from, to } of [lost, squeezed]) {
    expect(to.frames - from.frames).toBeGreaterThan(phaseMs / 1000);
    expect(between(from, to).concealment - comparison).toBeLessThan(0.15);
  }
  expect(between(after.from, after.to).fps).toBeGreaterThan(usual / 4);
}, 240_000);
