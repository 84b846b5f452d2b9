import { randomBytes, randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Person } from './person.ts';

/** What an outsider can know of somebody's transport. */
export interface Target {
  readonly port: number;
  readonly serverUfrag: string;
  readonly clientUfrag: string;
}

export async function targetOf(person: Person): Promise<Target> {
  return person.page.evaluate(() => {
    const peer = window.__probe.peers.at(-1);
    const find = (sdp: string | undefined, pattern: RegExp): string => pattern.exec(sdp ?? '')?.[1] ?? '';
    const remote = peer?.remoteDescription?.sdp;
    return {
      port: Number(find(remote, /^a=candidate:\S+ \d+ udp \d+ \S+ (\d+)/im)),
      serverUfrag: find(remote, /^a=ice-ufrag:(\S+)/m),
      clientUfrag: find(peer?.localDescription?.sdp, /^a=ice-ufrag:(\S+)/m),
    };
  });
}

/** Sends datagrams that no client would: random, cut short, forged, and each of them again. */
export async function throwGarbage(target: Target, count: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const kinds = [noise, forgedCheck, rtpLike, dtlsLike];
  let last = noise();
  for (let sent = 0; sent < count; sent += 1) {
    // Every fourth is a replay; of the others, every third is cut short.
    const whole = sent % 4 === 3 ? last : (kinds[sent % kinds.length] ?? noise)(target);
    last = sent % 3 === 0 ? whole.subarray(0, randomInt(whole.length)) : whole;
    await send(socket, last, target.port);
  }
  socket.close();
}

function send(socket: Socket, datagram: Buffer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(datagram, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
  });
}

function noise(): Buffer {
  return randomBytes(randomInt(1, 1400));
}

/** A binding request (RFC 8489, section 5) for a transport that exists, with USE-CANDIDATE and a signature that is not its own. */
function forgedCheck({ serverUfrag, clientUfrag }: Target): Buffer {
  const attributes = Buffer.concat([
    attribute(0x0006, Buffer.from(`${serverUfrag}:${clientUfrag}`)),
    attribute(0x0025, Buffer.alloc(0)),
    attribute(0x802a, randomBytes(8)),
    attribute(0x0008, randomBytes(20)),
    attribute(0x8028, randomBytes(4)),
  ]);
  const header = Buffer.alloc(20);
  header.writeUInt16BE(0x0001, 0);
  header.writeUInt16BE(attributes.length, 2);
  header.writeUInt32BE(0x2112a442, 4);
  randomBytes(12).copy(header, 8);
  return Buffer.concat([header, attributes]);
}

function attribute(type: number, value: Buffer): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  padded.writeUInt16BE(type, 0);
  padded.writeUInt16BE(value.length, 2);
  value.copy(padded, 4);
  return padded;
}

/** Version 2, payload type 96, or in the range of RTCP (RFC 7983 sends both to SRTP). */
function rtpLike(): Buffer {
  const packet = randomBytes(randomInt(12, 1200));
  packet[0] = 0x80;
  packet[1] = randomInt(2) === 0 ? 96 : 200;
  return packet;
}

/** A handshake record of DTLS 1.2 (RFC 6347, section 4.1) that claims a ClientHello. */
function dtlsLike(): Buffer {
  const body = randomBytes(randomInt(12, 400));
  body[0] = 1;
  const header = Buffer.from([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt16BE(body.length, 11);
  return Buffer.concat([header, body]);
}
