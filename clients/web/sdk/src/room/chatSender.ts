import { ChatOutbox } from '../signaling/chatOutbox.ts';
import type { ErrorMessage } from '../protocol/messages.ts';
import type { ChatDelivery, ChatLog } from './chatLog.ts';

export interface ChatSenderPorts {
  readonly send: (id: string, text: string) => void;
  /** A message was added to the log, or got further on its way. */
  readonly changed: () => void;
}

/** Sends own messages, and keeps the log in step with how far each one got. */
export class ChatSender {
  readonly #log: ChatLog;
  readonly #changed: () => void;
  readonly #outbox: ChatOutbox;

  constructor(log: ChatLog, { send, changed }: ChatSenderPorts) {
    this.#log = log;
    this.#changed = changed;
    this.#outbox = new ChatOutbox({
      send,
      sent: (id, seq) => this.#deliver(id, { kind: 'sent', seq }),
      failed: (id, error) => this.#deliver(id, { kind: 'failed', error }),
    });
  }

  /** Answers the new message's id. */
  send(displayName: string, text: string): string {
    const id = `c-${[...crypto.getRandomValues(new Uint32Array(4))].map((each) => each.toString(36)).join('')}`;
    this.#log.pending(id, displayName, text, new Date());
    this.#changed();
    this.#outbox.add(id, text);
    return id;
  }

  /** Sends a failed message again, under the same id. */
  retry(id: string): void {
    const message = this.#log.messages.find((each) => each.id === id);
    if (message?.delivery.kind === 'failed') {
      this.#deliver(id, { kind: 'pending' });
      this.#outbox.add(id, message.text);
    }
  }

  /** After a new socket: what was on its way may be lost. */
  resendAll(): void {
    this.#outbox.resendAll();
  }

  handleAck(id: string, seq: number): void {
    this.#outbox.handleAck(id, seq);
  }

  handleError(error: ErrorMessage): void {
    this.#outbox.handleError(error);
  }

  close(): void {
    this.#outbox.close();
  }

  #deliver(id: string, delivery: ChatDelivery): void {
    this.#log.deliver(id, delivery);
    this.#changed();
  }
}
