import type { Page } from 'playwright-core';

/** Side of the square of blocks: 24 bits of the clock in milliseconds, then 12 bits that check them. */
const grid = 6;
const blockPixels = 80;

/** Publishes, as the camera, a canvas on which each frame says when it was drawn, in blocks that survive any codec. */
export async function publishClock(page: Page): Promise<void> {
  await page.evaluate(async ([side, block]) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side * block;
    const context = canvas.getContext('2d');
    const track = canvas.captureStream(30).getVideoTracks()[0];
    if (context === null || track === undefined) {
      throw new Error('This browser cannot capture a canvas.');
    }
    const draw = (): void => {
      const time = Date.now() % 2 ** 24;
      const check = (time * 40_503) % 4093;
      for (let bit = 0; bit < side * side; bit += 1) {
        const isSet = bit < 24 ? (time >>> bit) & 1 : (check >>> (bit - 24)) & 1;
        context.fillStyle = isSet === 1 ? '#fff' : '#000';
        context.fillRect((bit % side) * block, Math.floor(bit / side) * block, block, block);
      }
      requestAnimationFrame(draw);
    };
    draw();
    await window.__live?.room.publish('camera', track);
  }, [grid, blockPixels] as const);
}

export interface Delays {
  /** Milliseconds from drawing to presentation, one for each frame that could be read. */
  readonly readable: readonly number[];
  readonly unreadable: number;
}

/** Reads the clock off the frames of a tile's video for so long. */
export async function readClock(page: Page, participant: string, milliseconds: number): Promise<Delays> {
  return page.evaluate(async ([side, name, duration]) => {
    const tile = [...document.querySelectorAll('[data-testid=tile][data-self=false]')].find((each) => each.textContent.includes(name));
    const video = tile?.querySelector('video');
    const canvas = document.createElement('canvas');
    const scale = 8;
    canvas.width = canvas.height = side * scale;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (video === null || video === undefined || context === null) {
      throw new Error(`There is no video of ${name}.`);
    }
    const readable: number[] = [];
    let unreadable = 0;
    const read = (shownAt: number): void => {
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const bits = (from: number, count: number): number => Array.from({ length: count }, (_, index) => {
        const x = ((from + index) % side) * scale + scale / 2;
        const y = Math.floor((from + index) / side) * scale + scale / 2;
        return (data[(y * canvas.width + x) * 4] ?? 0) > 127 ? 2 ** index : 0;
      }).reduce((sum, each) => sum + each, 0);
      const time = bits(0, 24);
      if (bits(24, 12) === (time * 40_503) % 4093) {
        readable.push((shownAt - time + 2 ** 24) % 2 ** 24);
      } else {
        unreadable += 1;
      }
    };
    const end = Date.now() + duration;
    await new Promise<void>((resolve) => {
      const next = (): void => {
        read(Date.now() % 2 ** 24);
        if (Date.now() < end) {
          video.requestVideoFrameCallback(next);
        } else {
          resolve();
        }
      };
      video.requestVideoFrameCallback(next);
    });
    return { readable, unreadable };
  }, [grid, participant, milliseconds] as const);
}
