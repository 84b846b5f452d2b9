import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { seesMove } from '../support/media.ts';
import type { Person } from '../support/person.ts';
import { scenario } from '../support/scenario.ts';

const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;

scenario('On a phone in the dark, a person creates a room, goes live, watches and chats', async ({ people }) => {
  const ann = await people.visitor('Ann', phone);
  await isUsable(ann, 'start');
  await ann.createRoom();
  await isUsable(ann, 'green-room');
  await ann.goLive();
  await isUsable(ann, 'host');

  const vic = await people.viewer('Vic', await ann.viewerLink(), phone);
  await seesMove(vic, 'Ann');
  await isUsable(vic, 'viewer');
  await vic.say('Hello from the train');
  await ann.on('chat-toggle-count').waitFor();
  await ann.on('chat-toggle').click();
  await expect.poll(() => ann.messages()).toEqual(['Hello from the train']);
  await isUsable(ann, 'host-chat');
  await isUsable(vic, 'viewer-chat');

  await ann.on('leave').click();
  await vic.on('stage-empty').waitFor();
  await isUsable(vic, 'empty-stage');
});

scenario('On a phone that lies on its side, picture, chat and controls have their own places', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const vic = await people.viewer('Vic', await ann.viewerLink(), { ...phone, viewport: { width: 844, height: 390 } });
  await seesMove(vic, 'Ann');
  await isUsable(vic, 'side-viewer');
  await vic.say('Hello from the side');
  await expect.poll(() => ann.messages()).toEqual(['Hello from the side']);
  const places = await vic.page.evaluate(() => ['.tile', '.composer', '.control-bar'].map((name) => {
    const { left, top, right, bottom } = document.querySelector(name)?.getBoundingClientRect() ?? new DOMRect();
    return { name, left, top, right, bottom, isWhole: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left };
  }));
  expect(places.filter(({ isWhole }) => !isWhole)).toEqual([]);
  const overlap = places.flatMap((a, index) => places.slice(index + 1).filter((b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map((b) => `${a.name} ${b.name}`));
  expect(overlap).toEqual([]);
});

/** What every page must have: nothing beside the screen, controls with names that a finger can hit, and visible focus. */
async function isUsable(person: Person, state: string): Promise<void> {
  const { page } = person;
  await page.screenshot({ path: join(inject('artifacts'), `phone-${state}.png`) });
  const found = await page.evaluate(() => {
    const isVisible = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const nameOf = (element: Element): string =>
      element.getAttribute('aria-label') ?? (element.querySelector('.sr-only')?.textContent ?? element.textContent).trim();
    const controls = [...document.querySelectorAll('button, a[href], input, select')].filter(isVisible);
    const labelled = (element: Element): boolean =>
      nameOf(element) !== '' || ('labels' in element && (element as HTMLInputElement).labels?.length !== 0);
    const outside = (element: Element): boolean => {
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1;
    };
    return {
      overflow: document.documentElement.scrollWidth - innerWidth,
      unnamed: controls.filter((each) => !labelled(each)).map((each) => each.outerHTML.slice(0, 120)),
      outside: controls.filter(outside).map((each) => each.outerHTML.slice(0, 120)),
      background: getComputedStyle(document.body).backgroundColor,
    };
  });
  expect(found, state).toMatchObject({ unnamed: [], outside: [] });
  expect(found.overflow, state).toBeLessThanOrEqual(0);
  const [red = 255, green = 255, blue = 255] = (found.background.match(/[\d.]+/g) ?? []).map(Number);
  expect(red + green + blue, `${state} is dark: ${found.background}`).toBeLessThan(200);

  await page.keyboard.press('Tab');
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) {
      return 'nothing has the focus';
    }
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' ? 'visible' : element.outerHTML.slice(0, 120);
  });
  expect(focus, state).toBe('visible');
}
