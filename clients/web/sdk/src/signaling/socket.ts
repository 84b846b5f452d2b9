import { WebPubSubClient } from '@azure/web-pubsub-client';
import { LiveError } from '../errors.ts';
import { decode } from '../protocol/decoder.ts';
import { workerMessage, type ClientMessage, type WorkerMessage } from '../protocol/messages.ts';
import type { PubSubAccess } from '../protocol/rest.ts';
import { Backoff, sleep, type Random } from './backoff.ts';
import { Hearing, pingIntervalMs } from './hearing.ts';

/** A socket that is silent for so long is closed, to be recovered. */
const keepAliveTimeoutMs = 24_000;

export interface SocketPorts {
  /** A fresh access, for a socket after the first. Its failure with a final error ends the socket. */
  readonly renewAccess: () => Promise<PubSubAccess>;
  /** A new connection, not a recovered one: what was sent to it before is lost (SK6). */
  readonly opened: () => void;
  readonly lost: () => void;
  /** The connection that seemed to be lost carries messages again: none was lost (it is reliable). */
  readonly recovered: () => void;
  readonly message: (message: WorkerMessage) => void;
  readonly failed: (error: LiveError) => void;
}

/** What the room needs of a socket; tests have their own. */
export interface Socket {
  open(): void;
  send(message: ClientMessage): void;
  close(): void;
}

export type SocketFactory = (access: PubSubAccess, ports: SocketPorts, random: Random) => Socket;

/** A Web PubSub connection over the reliable protocol, which recovers a lost transport for 30 s without losing a message. */
export class PubSubSocket implements Socket {
  readonly #client: WebPubSubClient;
  readonly #ports: SocketPorts;
  readonly #backoff: Backoff;
  readonly #hearing: Hearing;
  #access: PubSubAccess;
  #isAccessUsed = false;
  readonly #closing = new AbortController();

  constructor(access: PubSubAccess, ports: SocketPorts, random: Random) {
    this.#access = access;
    this.#ports = ports;
    this.#backoff = new Backoff({ firstMs: 500, maxMs: 20_000 }, random);
    this.#hearing = new Hearing({ silent: () => ports.lost(), heard: () => ports.recovered() });
    this.#client = new WebPubSubClient(
      { getClientAccessUrl: () => this.#nextUrl() },
      {
        protocol: this.#hearing.protocol,
        keepAliveIntervalInMs: pingIntervalMs,
        keepAliveTimeoutInMs: keepAliveTimeoutMs,
        // The service puts the client into its groups by its token.
        autoRejoinGroups: false,
        reconnectRetryOptions: { maxRetries: Number.MAX_SAFE_INTEGER, retryDelayInMs: 500, maxRetryDelayInMs: 20_000, mode: 'Exponential' },
        messageRetryOptions: { maxRetries: 3, retryDelayInMs: 500, mode: 'Exponential' },
      },
    );
    this.#client.on('connected', () => this.#handleConnected());
    this.#client.on('disconnected', () => {
      if (!this.#isClosed()) {
        this.#ports.lost();
      }
    });
    this.#client.on('group-message', ({ message }) => this.#handleData(message.data));
    this.#client.on('server-message', ({ message }) => this.#handleData(message.data));
  }

  open(): void {
    void this.#start();
  }

  send(message: ClientMessage): void {
    const { upGroup, signalingGroup } = this.#access;
    const group = message.type === 'chat' ? upGroup : signalingGroup;
    // A failure needs no handling here: state is stated again after the next connect, chat by the outbox.
    this.#client.sendToGroup(group, message, 'json', { noEcho: true }).catch(() => undefined);
  }

  close(): void {
    this.#closing.abort(new DOMException('The socket was closed.', 'AbortError'));
    this.#hearing.close();
    this.#client.stop();
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** `start` of the client fails for good when the first connection does; later ones it repeats by itself. */
  async #start(): Promise<void> {
    while (!this.#isClosed()) {
      try {
        await this.#client.start({ abortSignal: this.#closing.signal });
        return;
      } catch {
        if (!this.#isClosed()) {
          this.#ports.lost();
        }
      }
    }
  }

  async #nextUrl(): Promise<string> {
    if (!this.#isAccessUsed) {
      this.#isAccessUsed = true;
      return this.#access.url;
    }
    try {
      // Paced here and not only by the client's retries: it counts an open that the service closes at once as a success
      // and would come back without a pause.
      await sleep(this.#backoff.next(), this.#closing.signal);
      this.#access = await this.#ports.renewAccess();
      return this.#access.url;
    } catch (error) {
      if (this.#isClosed()) {
        // The client's `stop` does not end a reconnect that is under way; an answer that never comes does.
        return new Promise(() => undefined);
      }
      const live = LiveError.from(error);
      if (live.isFinal) {
        this.close();
        this.#ports.failed(live);
      }
      throw live;
    }
  }

  #handleConnected(): void {
    if (this.#isClosed()) {
      this.#client.stop();
      return;
    }
    this.#ports.opened();
  }

  #handleData(data: unknown): void {
    if (this.#isClosed()) {
      return;
    }
    // Only proof that the service keeps us: an open alone is none.
    this.#backoff.reset();
    let message: WorkerMessage | undefined;
    try {
      message = decode(workerMessage, data);
    } catch (error) {
      console.warn('A message of the room was skipped.', error);
      return;
    }
    if (message !== undefined) {
      this.#ports.message(message);
    }
  }
}
