import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Page } from 'playwright-core';
import { DelayLine } from './delayLine.ts';
import { Link, seeded, type Netem } from './netem.ts';

/** What a network lets through besides HTTP: media over UDP, or, as in some companies, TCP only. */
type Media = 'udp' | 'tcp';

/**
 * The network between one person and the system, which can be cut and impaired: UDP goes through a relay of our own, whose address
 * stands in the answers that the page gets; HTTP and WebSocket are the browser's to refuse. Where only TCP passes, the relay is a
 * hole. The impairments are those of the simulation, from a seed, so that each run loses the same datagrams.
 */
export class Network {
  readonly #page: Page;
  readonly #near: Socket;
  readonly #media: Media;
  /** One socket towards the worker for each address of the browser: a transport each. */
  readonly #far = new Map<number, Socket>();
  readonly #up = new Link(seeded(1));
  readonly #down = new Link(seeded(2));
  readonly #lines = { up: new DelayLine(this.#up), down: new DelayLine(this.#down) };
  #worker = 0;
  #isCut = false;

  private constructor(page: Page, near: Socket, media: Media) {
    this.#page = page;
    this.#near = near;
    this.#media = media;
  }

  /** Call it before the person joins. */
  static async around(page: Page, media: Media = 'udp'): Promise<Network> {
    const near = createSocket('udp4');
    near.bind(0, '127.0.0.1');
    await once(near, 'listening');
    const network = new Network(page, near, media);
    near.on('message', (datagram, from) => network.#forward(datagram, from));
    page.context().once('close', () => network.#close());
    await page.route(/\/v2\/rooms\/[^/]+\/(join|resume)$/, async (route) => {
      // While the network is cut, the request must fail as the browser's own would.
      if (network.#isCut) {
        await route.abort('internetdisconnected');
        return;
      }
      const response = await route.fetch();
      const body = (await response.json()) as { answer?: string };
      await route.fulfill({ response, json: { ...body, ...(body.answer === undefined ? {} : { answer: network.#redirect(body.answer) }) } });
    });
    return network;
  }

  /** Not a packet goes or comes any more, and nobody is told. */
  async cut(): Promise<void> {
    this.#isCut = true;
    await this.#page.context().setOffline(true);
    // Being offline stops new connections only.
    await this.#page.evaluate(() => window.__probe.sockets.forEach((socket) => socket.close()));
  }

  async restore(): Promise<void> {
    this.#isCut = false;
    await this.#page.context().setOffline(false);
  }

  /** Both directions from now on; a perfect link where nothing is said. */
  impair({ up = {}, down = {} }: { readonly up?: Netem; readonly down?: Netem }): void {
    this.#up.netem = up;
    this.#down.netem = down;
  }

  #redirect(answer: string): string {
    const candidates = this.#media === 'tcp' ? answer : answer.replaceAll(/^a=candidate:\S+ \d+ tcp .*\r\n/gim, '');
    return candidates.replaceAll(/^(a=candidate:\S+ \d+ udp \d+ \S+) (\d+)/gim, (_, before: string, port: string) => {
      this.#worker = Number(port);
      return `${before} ${this.#near.address().port}`;
    });
  }

  #forward(datagram: Buffer, from: RemoteInfo): void {
    if (this.#isCut || this.#media === 'tcp') {
      return;
    }
    let far = this.#far.get(from.port);
    if (far === undefined) {
      far = createSocket('udp4');
      far.on('message', (answer) => {
        if (!this.#isCut) {
          this.#lines.down.send(answer.length, () => this.#near.send(answer, from.port, from.address));
        }
      });
      this.#far.set(from.port, far);
    }
    const [socket, port] = [far, this.#worker];
    this.#lines.up.send(datagram.length, () => socket.send(datagram, port, '127.0.0.1'));
  }

  #close(): void {
    this.#lines.up.close();
    this.#lines.down.close();
    this.#near.close();
    this.#far.forEach((socket) => socket.close());
  }
}
