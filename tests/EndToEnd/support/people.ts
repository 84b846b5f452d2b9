import type { Browser, BrowserContextOptions } from 'playwright-core';
import { installProbe } from './pageProbe.ts';
import { Network } from './network.ts';
import { Person } from './person.ts';

/** Enough for the Studio's wide layout. What nobody sees large is not encoded large: several people share these two cores. */
const usualSize = { width: 960, height: 600 };
/** For scenarios about the largest picture. */
export const large = { viewport: { width: 1600, height: 900 } };

/** Everybody in a scenario, each in a browser context of their own: no shared storage, no shared renderer. */
export class People {
  readonly #browser: Browser;
  readonly #studio: string;
  readonly #all: Person[] = [];

  constructor(browser: Browser, studio: string) {
    this.#browser = browser;
    this.#studio = studio;
  }

  /** Somebody at the Studio's start page. */
  async visitor(name: string, options: BrowserContextOptions = {}): Promise<Person> {
    return this.#open(name, this.#studio, options);
  }

  /** Somebody whose network the scenario can cut. */
  async traveller(name: string, options: BrowserContextOptions = {}): Promise<{ readonly person: Person; readonly network: Network }> {
    const person = await this.visitor(name, options);
    return { person, network: await Network.around(person.page) };
  }

  /** Somebody whose network drops every UDP packet and says nothing. */
  async withoutUdp(name: string): Promise<Person> {
    const person = await this.visitor(name);
    await Network.around(person.page, 'tcp');
    return person;
  }

  /** Somebody who made a room and is live in it. */
  async moderator(name: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.visitor(name, options);
    await person.createRoom();
    await person.goLive();
    return person;
  }

  /** Somebody who is live by a host link. */
  async host(name: string, link: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.#open(name, link, options);
    await person.goLive();
    return person;
  }

  /** Somebody who opened a viewer link and is in the room. */
  async viewer(name: string, link: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await this.guest(name, link, options);
    await person.inRoom();
    return person;
  }

  /** Somebody who opened any link; what it leads to is for the scenario to say. */
  guest(name: string, link: string, options: BrowserContextOptions = {}): Promise<Person> {
    return this.#open(name, link, options);
  }

  async photograph(prefix: string): Promise<void> {
    await Promise.all(this.#all.map(({ page, name }) =>
      // A page that crashed or closed has nothing to show.
      page.screenshot({ path: `${prefix}-${name}.png`, timeout: 5_000 }).catch(() => undefined)));
  }

  async goHome(): Promise<void> {
    await Promise.all(this.#all.map(({ page }) => page.context().close()));
  }

  async #open(name: string, address: string, options: BrowserContextOptions): Promise<Person> {
    const context = await this.#browser.newContext({ viewport: usualSize, ...options });
    await context.addInitScript(installProbe);
    await context.addInitScript((displayName) => {
      if (localStorage.getItem('displayName') === null) {
        localStorage.setItem('displayName', JSON.stringify(displayName));
      }
    }, name);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const person = new Person(name, page);
    this.#all.push(person);
    await page.goto(address);
    return person;
  }
}
