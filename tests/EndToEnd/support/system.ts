import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the Studio is, without a slash at the end. */
    studio: string;
    /** The local process's folder: tables and the development tenant's key. */
    dataFolder: string;
    /** What the local process printed. */
    systemLog: string;
    /** For screenshots and logs. */
    artifacts: string;
  }
}

const repository = resolve(import.meta.dirname, '../../..');
const program = join(repository, 'artifacts/bin/Local/debug/Serverless.Local');
const builtStudio = join(repository, 'clients/web/studio/dist/index.html');
const startTimeoutMs = 30_000;
const stopTimeoutMs = 20_000;

/** Starts the whole system once for all scenarios, as it was built last, and stops it as a service manager would. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const built of [program, builtStudio]) {
    if (!existsSync(built)) {
      throw new Error(`${built} is missing. Build first: ./dev build`);
    }
  }
  const artifacts = join(repository, 'artifacts/end-to-end');
  rmSync(artifacts, { recursive: true, force: true });
  mkdirSync(artifacts, { recursive: true });
  const systemLog = join(artifacts, 'system.log');
  const dataFolder = mkdtempSync(join(tmpdir(), 'serverless-live-'));
  const process = spawn(program, ['--port', '0', '--udp-port', '0', '--tcp-port', '0', '--data', dataFolder, '--no-web-build'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(systemLog);
  process.stdout.pipe(log);
  process.stderr.pipe(log);
  const studio = await addressOf(process);
  project.provide('studio', studio);
  project.provide('dataFolder', dataFolder);
  project.provide('systemLog', systemLog);
  project.provide('artifacts', artifacts);
  return async () => {
    const code = await stop(process);
    rmSync(dataFolder, { recursive: true, force: true });
    if (code !== 0) {
      throw new Error(`The local process did not stop cleanly on SIGTERM: ${code}. It printed ${systemLog}`);
    }
  };
}

function addressOf(process: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string): void => reject(new Error(`${why} It printed:\n${printed}`));
    const timer = setTimeout(() => {
      process.kill('SIGKILL');
      fail(`The local process did not start within ${startTimeoutMs / 1000} s.`);
    }, startTimeoutMs);
    const read = (chunk: Buffer): void => {
      printed += chunk.toString();
      const address = /^\s*(http:\/\/localhost:\d+)\/?\s*$/m.exec(printed)?.[1];
      if (address !== undefined) {
        clearTimeout(timer);
        resolve(address);
      }
    };
    process.stdout?.on('data', read);
    process.stderr?.on('data', read);
    process.once('exit', (code) => {
      clearTimeout(timer);
      fail(`The local process ended with ${code ?? 'a signal'}.`);
    });
  });
}

async function stop(process: ChildProcess): Promise<number | string> {
  if (process.exitCode !== null) {
    return `it had ended before with ${process.exitCode}`;
  }
  const ended = new Promise<number | string>((resolve) => process.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown')));
  const timer = setTimeout(() => process.kill('SIGKILL'), stopTimeoutMs);
  process.kill('SIGTERM');
  const code = await ended;
  clearTimeout(timer);
  return code;
}
