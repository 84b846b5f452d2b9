import type { Locator, Page } from 'playwright-core';
import type { RoomState } from '../../../clients/web/sdk/src/index.ts';

/** Drives the Studio as a person would: by what is on the page. */
export class Person {
  readonly name: string;
  readonly page: Page;
  /** What the page wrote to its console as errors. */
  readonly complaints: string[] = [];

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  on(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async createRoom(): Promise<void> {
    await this.on('display-name').fill(this.name);
    await this.on('create-room').click();
    await this.on('go-live').waitFor();
  }

  async goLive(): Promise<void> {
    await this.page.waitForFunction(() => {
      const preview = document.querySelector<HTMLVideoElement>('[data-testid=preview]');
      return preview !== null && preview.videoWidth > 0;
    });
    await this.page.getByRole('button', { name: 'Microphone', pressed: true }).waitFor();
    await this.on('display-name').fill(this.name);
    await this.on('go-live').click();
    await this.inRoom();
  }

  /** In a room, with media and chat connected. */
  inRoom(): Promise<void> {
    return this.connection('connected');
  }

  async connection(state: RoomState['kind']): Promise<void> {
    await this.page.locator(`[data-testid=connection-state][data-state=${state}]`).waitFor();
  }

  async viewerLink(): Promise<string> {
    return this.#link('copy-viewer-link');
  }

  async hostLink(): Promise<string> {
    return this.#link('copy-host-link');
  }

  /** Where this person is. */
  async roomId(): Promise<string> {
    const roomId = await this.page.evaluate(() => window.__live?.room.roomId);
    if (roomId === undefined) {
      throw new Error(`${this.name} is in no room.`);
    }
    return roomId;
  }

  /** How many watch, as this person is told. */
  async audience(): Promise<number> {
    return Number(await this.on('audience-count').getAttribute('data-count'));
  }

  /** The tile of somebody else's camera or screen. */
  tile(name: string, source: 'camera' | 'screen' = 'camera'): Locator {
    return this.page.locator(`[data-testid=tile][data-source=${source}][data-self=false]`).filter({ hasText: name });
  }

  async say(text: string): Promise<void> {
    if (!(await this.on('chat-input').isVisible())) {
      await this.on('chat-toggle').click();
    }
    await this.on('chat-input').fill(text);
    await this.on('chat-send').click();
  }

  /** The chat's texts in the order on the page. */
  async messages(): Promise<string[]> {
    return this.page.locator('[data-testid=chat-message] .text').allTextContents();
  }

  /** How far each message got: `pending`, `sent` or `failed`. */
  async deliveries(): Promise<(string | null)[]> {
    return this.on('chat-message').evaluateAll((all) => all.map((each) => each.getAttribute('data-delivery')));
  }

  /** Begins to note who is on the stage, each time that the room says it changed. */
  async watchRoster(): Promise<void> {
    await this.page.evaluate(() => {
      const room = window.__live?.room;
      const names = (): string[] => (room?.participants ?? []).map(({ displayName }) => displayName).sort();
      window.__probe.rosters = [names()];
      room?.on('participants', () => window.__probe.rosters.push(names()));
    });
  }

  /** The different line-ups since {@link watchRoster}. */
  async rosters(): Promise<string[][]> {
    const all = await this.page.evaluate(() => window.__probe.rosters);
    return [...new Map(all.map((each) => [each.join(), each])).values()];
  }

  /** Ends the tab's process, as a crash or an empty battery does: nothing runs in the page any more. */
  async kill(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const crashed = this.page.waitForEvent('crash');
    // It never answers: nobody is left.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  async #link(testId: string): Promise<string> {
    await this.page.locator(`[data-testid=${testId}][data-link]`).waitFor();
    const link = await this.on(testId).getAttribute('data-link');
    if (link === null) {
      throw new Error(`${this.name} sees no link on ${testId}.`);
    }
    return link;
  }
}
