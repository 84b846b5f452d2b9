import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../artifacts/bin/Local/debug/Serverless.Local');

/** A system that one file of scenarios has for itself, with options that the shared one has not. */
export class OwnSystem {
  readonly studio: string;
  /** What it said as it started. */
  readonly printed: string;
  readonly dataFolder: string;
  readonly #process: ChildProcess;

  private constructor(studio: string, printed: string, dataFolder: string, process: ChildProcess) {
    this.studio = studio;
    this.printed = printed;
    this.dataFolder = dataFolder;
    this.#process = process;
  }

  static async start(log: string, ...options: readonly string[]): Promise<OwnSystem> {
    const folder = mkdtempSync(join(tmpdir(), 'serverless-live-'));
    const process = spawn(program, ['--port', '0', '--udp-port', '0', '--tcp-port', '0', '--data', folder, '--no-web-build', ...options], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.stderr.pipe(createWriteStream(log));
    let printed = '';
    for await (const chunk of process.stdout) {
      printed += String(chunk);
      const studio = /^\s*(http:\/\/localhost:\d+)\/?\s*$/m.exec(printed)?.[1];
      if (studio !== undefined && printed.includes('Ctrl+C')) {
        process.stdout.resume();
        return new OwnSystem(studio, printed, folder, process);
      }
    }
    throw new Error(`The local process ended. It printed ${printed} and ${log}`);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}
