import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { build } from 'vite';
import type { Room, VideoCodec } from '../../../clients/web/sdk/src/index.ts';
import { codeIn } from './api.ts';
import type { People } from './people.ts';
import type { Person } from './person.ts';

type Sdk = typeof import('../../../clients/web/sdk/src/index.ts');

declare global {
  interface Window {
    /** The SDK as a page without the Studio uses it. */
    live: Sdk;
    /** Why a video slot showed nothing, each time that it was said. */
    __hindrances: string[];
  }
}

let bundle: Promise<string> | undefined;

/** The SDK in one script, once for all pages. */
async function makeBundle(): Promise<string> {
  const entry = resolve(import.meta.dirname, '../../../clients/web/sdk/src/index.ts');
  const built = await build({
    configFile: false, logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'live', fileName: 'live' } },
  });
  const [first] = [built].flat();
  if (first === undefined || !('output' in first)) {
    throw new Error('The SDK was not built.');
  }
  return first.output[0].code;
}

/** Somebody who joins by what a page says to the SDK. The start page lends its origin, and nothing more. */
export async function sdkPerson(people: People, name: string): Promise<Person> {
  bundle ??= makeBundle();
  const person = await people.visitor(name);
  await person.page.evaluate(`${await bundle}\nwindow.live = live;`);
  return person;
}

/** Takes codecs away from what a page's browser says that it decodes, as an older one would. */
export async function decodesOnly(page: Page, ...mimeTypes: readonly string[]): Promise<void> {
  await page.evaluate((kept) => {
    const capabilities = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver);
    RTCRtpReceiver.getCapabilities = (kind) => {
      const all = capabilities(kind);
      return all === null || kind !== 'video' ? all : { ...all, codecs: all.codecs.filter(({ mimeType }) => kept.includes(mimeType)) };
    };
  }, mimeTypes);
}

/** Joins with a moving picture as the camera. */
export async function publishWith(person: Person, link: string, codec: VideoCodec, size: { readonly width: number; readonly height: number }): Promise<void> {
  await person.page.evaluate(async ([origin, code, displayName, wished, { width, height }]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    let turn = 0;
    setInterval(() => {
      turn += 1;
      for (let stripe = 0; stripe < 12 && context !== null; stripe += 1) {
        context.fillStyle = `hsl(${(turn * 3 + stripe * 30) % 360} 70% 50%)`;
        context.fillRect((stripe * width) / 12, 0, width / 12, height);
      }
      context?.fillText(String(turn), (turn * 4) % width, height / 2);
    }, 60);
    const [camera] = canvas.captureStream().getVideoTracks();
    const { token, roomId } = await new window.live.RestApi(origin).exchangeInvite(code);
    const room = await window.live.joinRoom({
      baseUrl: origin, token, roomId, displayName, codec: wished, publish: ['camera'], receive: { audio: 1, video: 1 },
      ...(camera === undefined ? {} : { tracks: { camera } }),
    });
    window.__live = { room };
  }, [inject('studio'), codeIn(link), person.name, codec, size] as const);
}

/** Joins and shows what comes. */
export async function watchWith(person: Person, link: string): Promise<void> {
  await person.page.evaluate(async ([origin, code, displayName]) => {
    window.__hindrances = [];
    const { token, roomId } = await new window.live.RestApi(origin).exchangeInvite(code);
    const room = await window.live.joinRoom({ baseUrl: origin, token, roomId, displayName, receive: { audio: 1, video: 1 } });
    const note = (): void => room.slots.forEach(({ occupant }) => {
      if (occupant?.hindrance !== undefined && window.__hindrances.at(-1) !== occupant.hindrance) {
        window.__hindrances.push(occupant.hindrance);
      }
    });
    note();
    room.on('slots', note);
    for (const slot of room.slots.filter(({ kind }) => kind === 'video')) {
      const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, srcObject: slot.stream });
      document.body.append(video);
    }
    window.__live = { room };
  }, [inject('studio'), codeIn(link), person.name] as const);
}

/** Says how large a host's camera is on the page. */
export async function wants(viewer: Person, host: string, size: { readonly width: number; readonly height: number }): Promise<void> {
  await viewer.page.evaluate(([name, wish]) => {
    const room = window.__live?.room as Room;
    const participantId = room.participants.find(({ displayName }) => displayName === name)?.participantId ?? '';
    room.watch({ tracks: [{ participantId, source: 'camera', ...wish }] });
  }, [host, size] as const);
}

/** In what the picture that is decoded now is encoded. */
export async function decodedCodec(viewer: Person): Promise<string> {
  return viewer.page.evaluate(async () => {
    const stats = await window.__probe.peers.at(-1)?.getStats();
    const all = (stats ?? new Map()) as ReadonlyMap<string, Record<string, unknown>>;
    const video = [...all.values()].find((each) => each['type'] === 'inbound-rtp' && each['kind'] === 'video' && each['framesDecoded'] !== 0);
    return String(all.get(String(video?.['codecId']))?.['mimeType'] ?? 'none');
  });
}

/** Pictures decoded since the join, whoever was in the slots. */
export async function decodedFrames(viewer: Person): Promise<number> {
  return viewer.page.evaluate(async () => {
    const stats = await window.__probe.peers.at(-1)?.getStats();
    return [...((stats ?? new Map()) as ReadonlyMap<string, Record<string, unknown>>).values()]
      .filter((each) => each['type'] === 'inbound-rtp' && each['kind'] === 'video')
      .reduce((sum, each) => sum + Number(each['framesDecoded'] ?? 0), 0);
  });
}
