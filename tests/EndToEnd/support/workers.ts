import { OwnSystem } from './ownSystem.ts';

const header = { 'x-local-control': 'test' };

interface Worker {
  readonly id: string;
  readonly url: string;
  readonly isRunning: boolean;
}

/** A system of its own whose workers the scenarios end, one after the other. */
export class Workers {
  readonly studio: string;
  readonly #system: OwnSystem;

  private constructor(system: OwnSystem) {
    this.studio = system.studio;
    this.#system = system;
  }

  static async start(log: string, count: number): Promise<Workers> {
    return new Workers(await OwnSystem.start(log, '--workers', String(count)));
  }

  async running(): Promise<readonly Worker[]> {
    return (await this.#all()).filter(({ isRunning }) => isRunning);
  }

  /** The worker that has the room: the one with people. */
  async busy(): Promise<Worker> {
    for (const worker of await this.running()) {
      const health = (await (await fetch(new URL('health', worker.url))).json()) as { participants: number };
      if (health.participants > 0) {
        return worker;
      }
    }
    throw new Error('No worker has anybody.');
  }

  /** Answers when the order was carried out, by the clock that pages use too. */
  async order(worker: Worker, what: 'kill' | 'drain'): Promise<number> {
    const before = Date.now();
    const answer = await fetch(`${this.studio}/local/workers/${worker.id}/${what}`, { method: 'POST', headers: header });
    if (!answer.ok) {
      throw new Error(`No ${what}: ${answer.status}`);
    }
    return before;
  }

  async exited(worker: Worker): Promise<boolean> {
    return (await this.#all()).some(({ id, isRunning }) => id === worker.id && !isRunning);
  }

  stop(): Promise<void> {
    return this.#system.stop();
  }

  async #all(): Promise<readonly Worker[]> {
    const answer = await fetch(`${this.studio}/local/workers`, { headers: header });
    return (await answer.json()) as Worker[];
  }
}
