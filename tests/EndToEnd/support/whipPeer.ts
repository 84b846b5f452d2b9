import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** User fragments. */
export interface IceState {
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  /** The local one that the pair in use began with. */
  readonly inUse?: string;
}

interface WhipWindow {
  readonly ready?: boolean;
  publish(endpoint: string, token: string, independent: boolean): Promise<void>;
  watch(endpoint: string, token: string, independent: boolean): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<number | undefined>;
  received(): Promise<{ readonly frames: number; readonly energy: number }>;
  directions(): readonly string[];
  ice(): Promise<IceState>;
}

/** `client`: the npm package whip-whep. `browser`: RTCPeerConnection and fetch, nothing else. */
export type Kind = 'client' | 'browser';

const clientModules = resolve(import.meta.dirname, '../node_modules/whip-whep');

/** Pages of another origin than the API's, as a customer's player is. */
export class WhipPages {
  readonly #browser: Browser;
  readonly #pages: Page[] = [];
  readonly #server = createServer((request, response) => {
    const script = /^\/(whip|whep)\.js$/.exec(request.url ?? '');
    response.setHeader('content-type', script === null ? 'text/html' : 'text/javascript');
    response.end(readFileSync(script === null ? join(import.meta.dirname, 'whipPage.html') : join(clientModules, `${script[1]}.js`)));
  });

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async open(): Promise<WhipPeer> {
    if (!this.#server.listening) {
      await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    }
    const page = await this.#browser.newPage();
    this.#pages.push(page);
    page.on('pageerror', (error) => console.error(`In the page: ${error.message}`));
    await page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => (window as unknown as WhipWindow).ready);
    // Browsers play no sound in a page that nobody touched.
    await page.mouse.click(10, 10);
    return new WhipPeer(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.close()));
    this.#server.close();
  }
}

/** Somebody who publishes or watches over plain HTTP. */
export class WhipPeer {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  publish(endpoint: string, token: string, kind: Kind): Promise<void> {
    return this.#page.evaluate(
      ([where, bearer, independent]) => (window as unknown as WhipWindow).publish(where, bearer, independent),
      [endpoint, token, kind === 'client'] as const);
  }

  watch(endpoint: string, token: string, kind: Kind): Promise<void> {
    return this.#page.evaluate(
      ([where, bearer, independent]) => (window as unknown as WhipWindow).watch(where, bearer, independent),
      [endpoint, token, kind === 'client'] as const);
  }

  restart(): Promise<void> {
    return this.#page.evaluate(() => (window as unknown as WhipWindow).restart());
  }

  stop(): Promise<number | undefined> {
    return this.#page.evaluate(() => (window as unknown as WhipWindow).stop());
  }

  directions(): Promise<readonly string[]> {
    return this.#page.evaluate(() => (window as unknown as WhipWindow).directions());
  }

  ice(): Promise<IceState> {
    return this.#page.evaluate(() => (window as unknown as WhipWindow).ice());
  }

  /** Waits until ten more frames were decoded and sound was heard since now. */
  async seesAndHears(timeoutMs = 15_000): Promise<void> {
    const before = await this.#received();
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const now = await this.#received();
      if (now.frames >= before.frames + 10 && now.energy > before.energy) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(`In ${timeoutMs} ms from ${JSON.stringify(before)} to ${JSON.stringify(now)}`);
      }
      await this.#page.waitForTimeout(100);
    }
  }

  #received(): Promise<{ readonly frames: number; readonly energy: number }> {
    return this.#page.evaluate(() => (window as unknown as WhipWindow).received());
  }
}
