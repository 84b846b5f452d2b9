import { LiveError } from '../errors.ts';
import type { ErrorMessage } from '../protocol/messages.ts';

const ackTimeoutMs = 8_000;
const maxAttempts = 4;

interface Unacked {
  readonly text: string;
  attempts: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface ChatOutboxPorts {
  readonly send: (id: string, text: string) => void;
  readonly sent: (id: string, seq: number) => void;
  readonly failed: (id: string, error: LiveError) => void;
}

/** Own chat messages until the worker says that they are in the log. A repeat keeps its id, so it is stored once (FD6). */
export class ChatOutbox {
  readonly #unacked = new Map<string, Unacked>();
  readonly #ports: ChatOutboxPorts;

  constructor(ports: ChatOutboxPorts) {
    this.#ports = ports;
  }

  has(id: string): boolean {
    return this.#unacked.has(id);
  }

  add(id: string, text: string): void {
    this.#unacked.set(id, { text, attempts: 0, timer: undefined });
    this.#attempt(id);
  }

  /** After a new socket: what was on its way may be lost. */
  resendAll(): void {
    for (const [id, message] of this.#unacked) {
      message.attempts = 0;
      this.#attempt(id);
    }
  }

  handleAck(id: string, seq: number): void {
    if (this.#remove(id)) {
      this.#ports.sent(id, seq);
    }
  }

  handleError(error: ErrorMessage): void {
    const message = error.id === undefined ? undefined : this.#unacked.get(error.id);
    if (error.id === undefined || message === undefined) {
      return;
    }
    const { id, retryAfterSeconds } = error;
    if (retryAfterSeconds !== undefined && message.attempts < maxAttempts) {
      clearTimeout(message.timer);
      message.timer = setTimeout(() => this.#attempt(id), retryAfterSeconds * 1000);
      return;
    }
    this.#fail(id, new LiveError(error.code, error.message, { retryAfterSeconds }));
  }

  close(): void {
    for (const { timer } of this.#unacked.values()) {
      clearTimeout(timer);
    }
    this.#unacked.clear();
  }

  #attempt(id: string): void {
    const message = this.#unacked.get(id);
    if (message === undefined) {
      return;
    }
    clearTimeout(message.timer);
    if (message.attempts === maxAttempts) {
      this.#fail(id, new LiveError('network', 'The message could not be delivered.'));
      return;
    }
    message.attempts += 1;
    message.timer = setTimeout(() => this.#attempt(id), ackTimeoutMs);
    this.#ports.send(id, message.text);
  }

  #fail(id: string, error: LiveError): void {
    if (this.#remove(id)) {
      this.#ports.failed(id, error);
    }
  }

  #remove(id: string): boolean {
    clearTimeout(this.#unacked.get(id)?.timer);
    return this.#unacked.delete(id);
  }
}
