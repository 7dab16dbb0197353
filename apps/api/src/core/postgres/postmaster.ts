import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { POSTGRES_PORT, type ClusterFiles } from './cluster-files.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { postgresEnvironment, type PostgresUser } from './postgres-user.js';
import { readPostmasterFile } from './postmaster-file.js';

/** One run of PostgreSQL's main process. */
export interface Postmaster {
  readonly pid: number;
  /** Settles when the process has ended; tells what it said last and how it ended. Never rejects. */
  readonly ended: Promise<PostmasterEnd>;
  /** Settles when it takes connections, or has ended before. */
  ready(): Promise<'ready' | 'ended'>;
  signal(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void;
}

export interface PostmasterEnd {
  readonly how: string;
  readonly lastLines: string;
}

export interface PostmasterOptions {
  readonly files: ClusterFiles;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  readonly settings: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** For one small server that shares its machine. Durability stays as PostgreSQL has it: a commit is on the disk. */
const SETTINGS: Readonly<Record<string, string>> = {
  port: String(POSTGRES_PORT),
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  // The programs come without the compiler that it would need.
  jit: 'off',
  timezone: 'UTC',
  log_line_prefix: '',
  // Values and statements are people's conversations, which do not belong into a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Starts PostgreSQL on a cluster that nobody else runs. */
export function spawnPostmaster(options: PostmasterOptions): Postmaster {
  const { file, args, options: as } = options.user.wrap(options.binaries.postgres, [...arguments_(options)]);
  // Its own session: Ctrl-C in the terminal would otherwise reach PostgreSQL and Foyer at once, and end them in any order.
  const child = spawn(file, args, {
    ...as,
    cwd: '/',
    env: postgresEnvironment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines = followLines(child, options.onLine);
  const guard = guardAgainstOrphaning(child);
  const ended = new Promise<PostmasterEnd>((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, lastLines: String(error) }));
    child.once('close', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, lastLines: lastLines() }));
  });
  void ended.then(() => guard?.kill());
  return {
    pid: child.pid ?? 0,
    ended,
    ready: () => waitUntilReady(options.files.cluster, child.pid, ended),
    signal: (signal) => void child.kill(signal),
  };
}

function arguments_({ files, settings }: PostmasterOptions): string[] {
  const all = { ...SETTINGS, unix_socket_directories: `"${files.socketDir.replaceAll('"', '""')}"`, ...settings };
  return ['-D', files.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Hands on what PostgreSQL says, line by line, and keeps the last of it for whoever asks why it ended. */
function followLines(child: ChildProcess, onLine: (line: string) => void): () => string {
  const kept: string[] = [];
  let open = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    kept.push(...lines);
    kept.splice(0, kept.length - 30);
  });
  return () => kept.join('\n');
}

/**
 * A shell that waits for this process to be gone, however it went, and then asks PostgreSQL to end. Without it a killed Foyer
 * leaves a database running that nobody uses.
 */
function guardAgainstOrphaning(child: ChildProcess): ChildProcess | null {
  if (child.pid === undefined) return null;
  const script = 'read -r nothing; kill -INT "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'foyer-postgres-guard', String(child.pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a guard the next start ends the orphan; that it is missing must not keep the database from running.
  guard.once('error', () => undefined);
  guard.unref();
  return guard;
}

async function waitUntilReady(
  cluster: string,
  pid: number | undefined,
  ended: Promise<unknown>,
): Promise<'ready' | 'ended'> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  while (!hasEnded) {
    const file = readPostmasterFile(cluster);
    if (file?.isReady === true && file.pid === pid) return 'ready';
    await Promise.race([sleep(20), ended]);
  }
  return 'ended';
}
