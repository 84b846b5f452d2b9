import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

/** Debian's: the package python3-aiortc is for no other. */
const python = '/usr/bin/python3';

interface Said {
  readonly status?: number;
  readonly state?: string;
  readonly frames?: number;
  readonly energy?: number;
}

/** A WHIP encoder or WHEP player that is no browser. */
export class AiortcPeer {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<number | null>;
  readonly #statuses: number[] = [];
  #state = 'new';
  #seen = { frames: 0, energy: 0 };
  #errors = '';

  constructor(role: 'publish' | 'watch', endpoint: string, token: string, codec: 'vp8' | 'h264') {
    this.#process = spawn(python, [join(import.meta.dirname, 'aiortcPeer.py'), role, endpoint, codec], {
      env: { ...process.env, TOKEN: token },
    });
    this.#exit = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    createInterface(this.#process.stdout).on('line', (line) => this.#hear(JSON.parse(line) as Said));
  }

  static get isInstalled(): boolean {
    return spawnSync(python, ['-c', 'import aiortc']).status === 0;
  }

  connected(): Promise<void> {
    return this.#until(() => this.#state === 'connected');
  }

  /** Waits until ten more frames were decoded and sound was heard since now. */
  seesAndHears(): Promise<void> {
    const before = this.#seen;
    return this.#until(() => this.#seen.frames >= before.frames + 10 && this.#seen.energy > before.energy);
  }

  /** @returns what POST and DELETE were answered. */
  async stop(): Promise<readonly number[]> {
    this.#process.stdin.end();
    expect(await this.#exit, this.#errors).toBe(0);
    return this.#statuses;
  }

  /** For when a scenario failed. */
  abandon(): void {
    this.#process.kill('SIGKILL');
  }

  async #until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + 20_000;
    while (!isSo()) {
      if (Date.now() > deadline || this.#process.exitCode !== null) {
        throw new Error(`It is ${this.#state}, saw ${JSON.stringify(this.#seen)}, and said ${this.#errors}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #hear({ status, state, frames, energy }: Said): void {
    if (status !== undefined) {
      this.#statuses.push(status);
    }
    this.#state = state ?? this.#state;
    if (frames !== undefined && energy !== undefined) {
      this.#seen = { frames, energy };
    }
  }
}
