import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../artifacts/bin/Local/debug/Serverless.Local');
const header = { 'x-local-control': 'test' };

interface Worker {
  readonly id: string;
  readonly url: string;
  readonly isRunning: boolean;
}

/** A system of its own with two workers, one of which the scenario ends. */
export class TwoWorkers {
  readonly studio: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(studio: string, process: ChildProcess, folder: string) {
    this.studio = studio;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(log: string): Promise<TwoWorkers> {
    const folder = mkdtempSync(join(tmpdir(), 'serverless-live-'));
    const options = ['--port', '0', '--udp-port', '0', '--tcp-port', '0', '--workers', '2', '--data', folder, '--no-web-build'];
    const process = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });
    const file = createWriteStream(log);
    process.stderr.pipe(file);
    let printed = '';
    for await (const chunk of process.stdout) {
      printed += String(chunk);
      const studio = /^\s*(http:\/\/localhost:\d+)\/?\s*$/m.exec(printed)?.[1];
      if (studio !== undefined) {
        process.stdout.resume();
        return new TwoWorkers(studio, process, folder);
      }
    }
    throw new Error(`The local process ended. It printed ${printed} and ${log}`);
  }

  /** The worker that has the room: of the two, the one with people. */
  async busy(): Promise<Worker> {
    const answer = await fetch(`${this.studio}/local/workers`, { headers: header });
    for (const worker of ((await answer.json()) as Worker[]).filter(({ isRunning }) => isRunning)) {
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
    const answer = await fetch(`${this.studio}/local/workers`, { headers: header });
    return ((await answer.json()) as Worker[]).some(({ id, isRunning }) => id === worker.id && !isRunning);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
