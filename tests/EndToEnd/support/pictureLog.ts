import type { Person } from './person.ts';

declare global {
  interface Window {
    /** Date.now() of each moment at which the picture was seen to have moved on. */
    __pictures?: number[];
  }
}

const sampleMs = 25;

/** Notes from now on when somebody's picture of another moves on, whichever element shows it. */
export async function logPictures(viewer: Person, host: string): Promise<void> {
  await viewer.page.evaluate(([name, every]) => {
    const moments: number[] = [];
    window.__pictures = moments;
    let last: HTMLVideoElement | undefined;
    let frames = 0;
    setInterval(() => {
      const tile = [...document.querySelectorAll('[data-testid=tile][data-source=camera][data-self=false]')]
        .find((each) => each.textContent.includes(name));
      const video = tile?.querySelector('video') ?? undefined;
      const now = video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
      // A new element counts from zero, a new stream in the same one may, too.
      if (video !== undefined && video === last && now > frames) {
        moments.push(Date.now());
      }
      last = video;
      frames = now;
    }, every);
  }, [host, sampleMs] as const);
}

/** The longest time without a new picture that ended after a moment, and when it ended. */
export async function longestGap(viewer: Person, since: number): Promise<{ readonly ms: number; readonly end: number }> {
  const moments = await viewer.page.evaluate(() => window.__pictures ?? []);
  let longest = { ms: 0, end: since };
  for (const [index, end] of moments.entries()) {
    const start = moments[index - 1];
    if (start !== undefined && end > since && end - start > longest.ms) {
      longest = { ms: end - start, end };
    }
  }
  return longest;
}
