import { LiveError } from '../errors.ts';
import type { RenewResponse, TicketGrant } from '../protocol/rest.ts';
import { Backoff, type Random } from '../signaling/backoff.ts';

export interface TicketKeeperPorts {
  readonly renew: (ticket: string) => Promise<RenewResponse>;
  /** The server refuses a next ticket: the participation is over. */
  readonly refused: (error: LiveError) => void;
}

/** Holds the ticket, the bearer for everything after the join, and renews it before it ends. */
export class TicketKeeper {
  #grant: TicketGrant;
  readonly #ports: TicketKeeperPorts;
  readonly #backoff: Backoff;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(grant: TicketGrant, ports: TicketKeeperPorts, random: Random) {
    this.#grant = grant;
    this.#ports = ports;
    this.#backoff = new Backoff({ firstMs: 1_000, maxMs: 30_000 }, random);
    this.#schedule(grant.renewAfterSeconds * 1000);
  }

  get ticket(): string {
    return this.#grant.token;
  }

  replace(grant: TicketGrant): void {
    this.#grant = grant;
    this.#backoff.reset();
    this.#schedule(grant.renewAfterSeconds * 1000);
  }

  /** Also brings a fresh Web PubSub access, so a socket that needs one renews through here. */
  async renew(): Promise<RenewResponse> {
    const renewed = await this.#ports.renew(this.#grant.token);
    if (!this.#isClosed) {
      this.replace(renewed.ticket);
    }
    return renewed;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => void this.#renewInTime(), milliseconds);
    }
  }

  async #renewInTime(): Promise<void> {
    try {
      await this.renew();
    } catch (error) {
      const live = LiveError.from(error);
      if (live.isFinal) {
        this.#ports.refused(live);
      } else {
        this.#schedule(this.#backoff.next());
      }
    }
  }
}
