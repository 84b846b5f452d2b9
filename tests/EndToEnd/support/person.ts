import type { Locator, Page } from 'playwright-core';

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
    await this.on('display-name').fill(this.name);
    await this.on('go-live').click();
    await this.inRoom();
  }

  /** In a room, with media and chat connected. */
  async inRoom(): Promise<void> {
    await this.page.locator('[data-testid=connection-state][data-state=connected]').waitFor();
  }

  async viewerLink(): Promise<string> {
    return this.#link('copy-viewer-link');
  }

  async hostLink(): Promise<string> {
    return this.#link('copy-host-link');
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

  async #link(testId: string): Promise<string> {
    await this.page.locator(`[data-testid=${testId}][data-link]`).waitFor();
    const link = await this.on(testId).getAttribute('data-link');
    if (link === null) {
      throw new Error(`${this.name} sees no link on ${testId}.`);
    }
    return link;
  }
}
