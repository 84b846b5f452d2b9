import type { WorkerStats } from '../../../clients/web/sdk/src/index.ts';
import type { Person } from './person.ts';

/** What arrived of one host's camera and microphone at a moment (Date.now()); counters grow. */
export interface Reception {
  readonly at: number;
  readonly height: number;
  readonly frames: number;
  readonly freezes: number;
  readonly frozenMs: number;
  readonly samples: number;
  /** Made up because packets were missing, without silence that was filled in. */
  readonly concealed: number;
}

declare global {
  interface Window {
    __receptions?: Reception[];
    __workerStats?: WorkerStats;
  }
}

const everyMs = 50;

/** Notes from now on what a person receives of a host, in whichever slots it is. */
export async function logReception(viewer: Person, host: string): Promise<void> {
  await viewer.page.evaluate(([name, every]) => {
    const log: Reception[] = [];
    window.__receptions = log;
    const statsOf = async (kind: 'audio' | 'video'): Promise<Readonly<Record<string, number | undefined>> | undefined> => {
      const { participants, slots } = window.__live?.room ?? { participants: [], slots: [] };
      const id = participants.find(({ displayName }) => displayName === name)?.participantId;
      const slot = slots.find((each) => each.kind === kind && each.occupant?.participantId === id);
      const transceivers = window.__probe.peers.at(-1)?.getTransceivers() ?? [];
      const receivers = transceivers.filter(({ direction, receiver }) => direction === 'recvonly' && receiver.track.kind === kind);
      const stats = await receivers[slot?.index ?? -1]?.receiver.getStats();
      return [...((stats ?? new Map()) as ReadonlyMap<string, Record<string, number | undefined>>).values()]
        .find(({ type }) => String(type) === 'inbound-rtp');
    };
    const note = async (): Promise<void> => {
      const [audio, video] = await Promise.all([statsOf('audio'), statsOf('video')]);
      // Without a slot nothing is received, and nothing is forgotten.
      const last = log.at(-1) ?? { height: 0, frames: 0, freezes: 0, frozenMs: 0, samples: 0, concealed: 0 };
      log.push({
        ...last,
        at: Date.now(),
        ...(video === undefined ? {} : {
          height: video['frameHeight'] ?? 0,
          frames: video['framesDecoded'] ?? 0,
          freezes: video['freezeCount'] ?? 0,
          frozenMs: (video['totalFreezesDuration'] ?? 0) * 1000,
        }),
        ...(audio === undefined ? {} : {
          samples: audio['totalSamplesReceived'] ?? 0,
          concealed: (audio['concealedSamples'] ?? 0) - (audio['silentConcealedSamples'] ?? 0),
        }),
      });
      setTimeout(() => void note(), every);
    };
    void note();
    window.__live?.room.watchWorkerStats();
    window.__live?.room.on('stats', ({ worker }) => {
      if (worker !== undefined) {
        window.__workerStats = worker;
      }
    });
  }, [host, everyMs] as const);
}

export class ReceiveLog {
  readonly #viewer: Person;

  private constructor(viewer: Person) {
    this.#viewer = viewer;
  }

  static async start(viewer: Person, host: string): Promise<ReceiveLog> {
    await logReception(viewer, host);
    return new ReceiveLog(viewer);
  }

  async all(since = 0): Promise<readonly Reception[]> {
    const receptions = await this.#viewer.page.evaluate(() => window.__receptions ?? []);
    return receptions.filter(({ at }) => at >= since);
  }

  async now(): Promise<Reception> {
    const last = (await this.all()).at(-1);
    if (last === undefined) {
      throw new Error(`${this.#viewer.name} has received nothing yet.`);
    }
    return last;
  }

  /** Waits for a moment that is as it should be, and answers it: the first one since. */
  async until(since: number, isSo: (reception: Reception) => boolean, timeout: number): Promise<Reception> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const found = (await this.all(since)).find(isSo);
      if (found !== undefined) {
        return found;
      }
      if (Date.now() > deadline) {
        throw new Error(`Not so within ${timeout} ms: ${String(isSo)}. The last was ${JSON.stringify(await this.now())}`);
      }
      await this.#viewer.page.waitForTimeout(100);
    }
  }

  /** What the worker says of the path to this viewer and of the slot's sizes; it is asked about once a second. */
  async worker(): Promise<string> {
    return this.#viewer.page.evaluate(() => {
      const stats = window.__workerStats;
      const layer = (each: { readonly spatial: number; readonly temporal: number } | undefined): string =>
        each === undefined ? '–' : `${'qhf'[each.spatial] ?? each.spatial}${each.temporal}`;
      const video = stats?.slots.filter(({ kind, participantId }) => kind === 'video' && participantId !== undefined) ?? [];
      return `estimate ${Math.round((stats?.transport.estimate ?? 0) / 1000)} kbit/s, ` +
        `layer ${video.map(({ currentLayer, targetLayer }) => `${layer(currentLayer)} of ${layer(targetLayer)}`).join(', ')}`;
    });
  }

  /** The longest time without a new frame between two moments. */
  async longestGap(from: number, to: number): Promise<number> {
    let longest = 0;
    let last: Reception | undefined;
    for (const reception of await this.all(from)) {
      if (last === undefined || reception.frames > last.frames || reception.at > to) {
        longest = Math.max(longest, last === undefined ? 0 : Math.min(reception.at, to) - last.at);
        last = reception;
      }
      if (reception.at > to) {
        break;
      }
    }
    return longest;
  }
}

/** What happened from one moment to another, per second where it is a rate. */
export function between(from: Reception, to: Reception): { readonly fps: number; readonly concealment: number; readonly frozenShare: number } {
  const milliseconds = to.at - from.at;
  return {
    fps: ((to.frames - from.frames) / milliseconds) * 1000,
    concealment: (to.concealed - from.concealed) / Math.max(1, to.samples - from.samples),
    frozenShare: (to.frozenMs - from.frozenMs) / milliseconds,
  };
}
