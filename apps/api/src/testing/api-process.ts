import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a program said, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built API as a process of its own. */
export interface ApiProcess {
  readonly child: ChildProcess;
  /** What it has written to standard output so far. */
  stdout(): string;
  /** The port that it listens on, once it does. */
  readonly port: Promise<number>;
  readonly ended: Promise<Ended>;
}

/** Starts `main.js` with these variables and no others of ours. Tell it to end, or wait until it has. */
export function startProcess(environment: Readonly<Record<string, string>>, ...args: string[]): ApiProcess {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there; build the API first.`);
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('FOYER_')));
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('Its output must be pipes.');
  const said = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  // Not `close`, which does not come where the channel between the two was closed first.
  const ended = Promise.all([once(child, 'exit'), once(stdout, 'end'), once(stderr, 'end')]).then(([[code]]) => ({
    code: code as number | null,
    ...said,
  }));
  const ready = once(child, 'message').then(([message]) => Number(new URL((message as { ready: string }).ready).port));
  const port = Promise.race([ready, ended.then(({ stderr }) => Promise.reject(new Error(`It ended: ${stderr}`)))]);
  // Who only waits for the end does not look at the port.
  port.catch(() => undefined);
  return { child, stdout: () => said.stdout, port, ended };
}
