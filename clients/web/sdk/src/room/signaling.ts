import type { LiveError } from '../errors.ts';
import type { ClientMessage, WorkerMessage } from '../protocol/messages.ts';
import type { PubSubAccess, RenewResponse } from '../protocol/rest.ts';
import type { Random } from '../signaling/backoff.ts';
import type { Socket, SocketFactory } from '../signaling/socket.ts';
import type { SignalingHealth } from './state.ts';

const aliveIntervalMs = 10_000;

export interface SignalingPorts {
  readonly renew: () => Promise<RenewResponse>;
  /** A new socket: state must be stated again (SK6). */
  readonly opened: () => void;
  readonly message: (message: WorkerMessage) => void;
  readonly healthChanged: () => void;
  readonly refused: (error: LiveError) => void;
}

/** The room's one socket, which is another one after a resume that changed the connection key. */
export class Signaling {
  readonly #makeSocket: SocketFactory;
  readonly #ports: SignalingPorts;
  readonly #random: Random;
  readonly #aliveTimer: ReturnType<typeof setInterval> | undefined;
  #privateGroup = '';
  #socket: Socket | undefined;
  #health: SignalingHealth = 'connecting';

  constructor(makeSocket: SocketFactory, ports: SignalingPorts, random: Random, sendsAlive: boolean) {
    this.#makeSocket = makeSocket;
    this.#ports = ports;
    this.#random = random;
    if (sendsAlive) {
      // SK7: nothing else tells the worker that somebody without media is still there.
      this.#aliveTimer = setInterval(() => this.send({ type: 'alive' }), aliveIntervalMs);
    }
  }

  get health(): SignalingHealth {
    return this.#health;
  }

  /** Opens a socket unless the current one already speaks for the same connection key. */
  use(access: PubSubAccess): void {
    if (access.privateGroup === this.#privateGroup) {
      return;
    }
    this.#privateGroup = access.privateGroup;
    const old = this.#socket;
    const socket = this.#makeSocket(access, this.#portsOf(() => this.#socket === socket), this.#random);
    this.#socket = socket;
    socket.open();
    old?.close();
  }

  send(message: ClientMessage): void {
    this.#socket?.send(message);
  }

  close(): void {
    clearInterval(this.#aliveTimer);
    this.#socket?.close();
    this.#socket = undefined;
  }

  #portsOf(isCurrent: () => boolean): Parameters<SocketFactory>[1] {
    const whenCurrent = (action: () => void): void => {
      if (isCurrent()) {
        action();
      }
    };
    return {
      renewAccess: async () => (await this.#ports.renew()).pubsub,
      opened: () => whenCurrent(() => {
        this.#enter('connected');
        this.#ports.opened();
      }),
      lost: () => whenCurrent(() => this.#enter('reconnecting')),
      recovered: () => whenCurrent(() => this.#enter('connected')),
      message: (message) => whenCurrent(() => this.#ports.message(message)),
      failed: (error) => whenCurrent(() => this.#ports.refused(error)),
    };
  }

  #enter(health: SignalingHealth): void {
    if (health !== this.#health) {
      this.#health = health;
      this.#ports.healthChanged();
    }
  }
}
