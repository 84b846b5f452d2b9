import type { ClientMessage, WorkerMessage } from '../protocol/messages.ts';
import type { PubSubAccess } from '../protocol/rest.ts';
import type { Socket, SocketFactory, SocketPorts } from '../signaling/socket.ts';

/** A socket whose other side is the test. */
export class FakeSocket implements Socket {
  readonly access: PubSubAccess;
  readonly ports: SocketPorts;
  readonly sent: ClientMessage[] = [];
  isClosed = false;

  constructor(access: PubSubAccess, ports: SocketPorts) {
    this.access = access;
    this.ports = ports;
  }

  open(): void {
    // The test says when.
  }

  send(message: ClientMessage): void {
    this.sent.push(message);
  }

  close(): void {
    this.isClosed = true;
  }

  receive(message: WorkerMessage): void {
    this.ports.message(message);
  }

  sentOf(type: ClientMessage['type']): readonly ClientMessage[] {
    return this.sent.filter((message) => message.type === type);
  }
}

export function fakeSockets(): { readonly make: SocketFactory; readonly all: FakeSocket[] } {
  const all: FakeSocket[] = [];
  return {
    all,
    make: (access, ports) => {
      const socket = new FakeSocket(access, ports);
      all.push(socket);
      return socket;
    },
  };
}
