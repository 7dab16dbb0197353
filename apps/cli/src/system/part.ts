import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { LogFile } from './log-file.js';

export interface PartOptions {
  /** As it is called in what is said to people. */
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logPath: string;
}

/** One program of a running Foyer: the API or the console. */
export interface Part {
  readonly name: string;
  readonly pid: number;
  /** Settles with how it ended, whoever ended it. Never rejects. */
  readonly ended: Promise<string>;
  /** The first message on the channel to it. Never settles where none comes. */
  readonly said: Promise<unknown>;
  isRunning(): boolean;
  /** The last lines that it wrote to its standard error. */
  lastWords(): string;
  /** Asks it to end, and makes it end after this long. */
  stop(patienceMs: number): Promise<void>;
  kill(): void;
}

/**
 * Starts a program on this Node. Its session is its own, so that Ctrl-C reaches only whoever decides the order of the end; the
 * channel to it breaks when this process dies, which tells it to end as well.
 */
export function startPart({ name, args, cwd, env, logPath }: PartOptions): Part {
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const lastWords = record(child, new LogFile(logPath));
  const said = new Promise<unknown>((resolve) => child.once('message', resolve));
  let isRunning = true;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }).finally(() => (isRunning = false));
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    said,
    isRunning: () => isRunning,
    lastWords,
    stop: (patienceMs) => stop(child, ended, patienceMs),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** All output goes to the log; of standard error the end is kept to be shown. */
function record(child: ChildProcess, log: LogFile): () => string {
  let words = '';
  child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    words = (words + chunk.toString()).slice(-4_000);
  });
  child.once('close', () => log.close());
  return () => words.trim();
}

async function stop(child: ChildProcess, ended: Promise<string>, patienceMs: number): Promise<void> {
  child.kill('SIGTERM');
  const enough = new AbortController();
  const patience = sleep(patienceMs, undefined, { signal: enough.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  enough.abort();
  await patience;
}
