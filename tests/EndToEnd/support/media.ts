import type { Page } from 'playwright-core';
import type { Person } from './person.ts';

const framesToSee = 10;

/** Waits until the picture in somebody's tile moved on by ten frames. */
export async function seesMove(viewer: Person, host: string, source: 'camera' | 'screen' = 'camera', timeout = 30_000): Promise<void> {
  const video = await viewer.tile(host, source).locator('video').elementHandle({ timeout });
  await viewer.page.waitForFunction(
    ([element, wanted]) => {
      const counted = element as HTMLVideoElement & { __framesAtStart?: number };
      const frames = counted.getVideoPlaybackQuality().totalVideoFrames;
      counted.__framesAtStart ??= frames;
      return frames >= counted.__framesAtStart + wanted;
    },
    [video, framesToSee] as const,
    { timeout, polling: 50 },
  );
  await video?.evaluate((element: HTMLVideoElement & { __framesAtStart?: number }) => delete element.__framesAtStart);
}

/** Waits until so many voices gained audio energy since now: sound was decoded, and it was not silence. */
export async function hearsVoices(person: Person, count: number, timeout = 30_000): Promise<void> {
  if (await person.on('tap-to-hear').isVisible()) {
    await person.on('tap-to-hear').click();
  }
  const before = await audioEnergy(person.page);
  const deadline = Date.now() + timeout;
  for (;;) {
    const now = await audioEnergy(person.page);
    const heard = [...now].filter(([id, energy]) => energy > (before.get(id) ?? 0)).length;
    if (heard >= count) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${person.name} heard ${heard} voices of ${count} in ${timeout} ms: ${JSON.stringify([...now])}`);
    }
    await person.page.waitForTimeout(100);
  }
}

/** `totalAudioEnergy` of each received audio stream of the current connection. */
async function audioEnergy(page: Page): Promise<ReadonlyMap<string, number>> {
  return new Map(await page.evaluate(async () => {
    const stats = await window.__probe.peers.at(-1)?.getStats();
    return [...((stats ?? new Map()) as ReadonlyMap<string, RTCInboundRtpStreamStats>).values()]
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
      .map(({ id, totalAudioEnergy = 0 }) => [id, totalAudioEnergy] as const);
  }));
}

/** Runs in the page: is its sound on? Browsers start it muted until the person touches the page. */
export function soundIsOn(): boolean {
  return [...document.querySelectorAll<HTMLAudioElement>('[data-testid=audio-slot]')].every(({ muted, paused }) => !muted && !paused);
}

/** Runs in the page: milliseconds from the start of the navigation to the first frame of somebody else's tile. */
export function firstFrame(): number | undefined {
  return window.__probe.firstFrame;
}
