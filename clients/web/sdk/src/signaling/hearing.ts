import { WebPubSubJsonReliableProtocol, type WebPubSubClientProtocol } from '@azure/web-pubsub-client';

export interface HearingPorts {
  /** Nothing came for longer than the answer to a ping takes. */
  readonly silent: () => void;
  /** Something came again. */
  readonly heard: () => void;
}

/** The client pings in this interval, so that a socket that lives is never silent for long. */
export const pingIntervalMs = 10_000;
const answerMs = 5_000;

/**
 * Knows whether anything still comes in. The client itself says nothing while it recovers a lost transport, which may take half
 * a minute, nor while a dead network keeps the socket open; but every frame passes its protocol.
 */
export class Hearing {
  readonly #ports: HearingPorts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSilent = false;
  #isClosed = false;

  constructor(ports: HearingPorts) {
    this.#ports = ports;
  }

  /** The reliable protocol, overheard. */
  get protocol(): WebPubSubClientProtocol {
    const real = WebPubSubJsonReliableProtocol();
    return {
      name: real.name,
      isReliableSubProtocol: real.isReliableSubProtocol,
      parseMessages: (input) => {
        this.#hear();
        return real.parseMessages(input);
      },
      writeMessage: (message) => real.writeMessage(message),
    };
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #hear(): void {
    if (this.#isClosed) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isSilent = true;
      this.#ports.silent();
    }, pingIntervalMs + answerMs);
    if (this.#isSilent) {
      this.#isSilent = false;
      this.#ports.heard();
    }
  }
}
