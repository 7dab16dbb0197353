import { readFileSync, rmSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { findArguments, findProcess, isAlive, type ProcessIdentity } from './process-facts.js';

/** What a running PostgreSQL says of itself in the `postmaster.pid` of its cluster. */
export interface PostmasterFile {
  readonly pid: number;
  readonly socketDir: string;
  readonly isReady: boolean;
}

export function readPostmasterFile(cluster: string): PostmasterFile | null {
  const lines = readLines(join(cluster, 'postmaster.pid'));
  const pid = Number(lines?.[0]);
  if (lines === null || !Number.isInteger(pid) || pid <= 0) return null;
  return { pid, socketDir: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Clears the way for a new PostgreSQL on this cluster: ends one that its Foyer left behind, and removes a `postmaster.pid` that
 * names a stranger or a dead process that its parent never collected (PostgreSQL would refuse to start beside either). One that
 * names nobody is left to PostgreSQL, which knows better whether children of the dead one still hold the files.
 *
 * @throws EmbeddedPostgresError where the one left behind cannot be ended.
 */
export async function endOrphan(cluster: string): Promise<void> {
  const file = readPostmasterFile(cluster);
  if (file === null) return;
  const holder = findProcess(file.pid);
  const relation = holder === null ? 'gone' : relationTo(cluster, holder.pid);
  if (relation === 'stranger' || (relation === 'gone' && isUncollected(file.pid)))
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
  if (holder !== null && relation === 'ours') await endProcess(holder);
}

async function endProcess(orphan: ProcessIdentity): Promise<void> {
  // Fast: roll back and write everything down. Immediate: recover at the next start. Last: by force, and recover.
  for (const [signal, patienceMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (isAlive(orphan)) process.kill(orphan.pid, signal);
    if (await ends(orphan, patienceMs)) return;
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL that an earlier start left behind (process ${orphan.pid}) does not end. End it, then start again.`,
  );
}

async function ends(identity: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/**
 * Whether a process is the PostgreSQL of this very folder. Its number may have gone to a stranger, which must not be signalled;
 * but where that is not certain the file must stay, because it keeps two servers from writing the same files.
 */
function relationTo(cluster: string, pid: number): 'ours' | 'stranger' | 'unknown' {
  const started = findArguments(pid);
  if (!started.includes('postgres')) return started === '' ? 'unknown' : 'stranger';
  const workingDir = statOrNull(`/proc/${pid}/cwd`);
  // PostgreSQL works in its data folder. This holds even where the folder was moved while it ran.
  if (workingDir !== null) {
    const { dev, ino } = statSync(cluster);
    return workingDir.dev === dev && workingDir.ino === ino ? 'ours' : 'stranger';
  }
  return `${started} `.includes(`-D ${cluster} `) ? 'ours' : 'unknown';
}

/** Whether the system still keeps the number of a process that is known to be dead. */
function isUncollected(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // No such file on this system, or another user's process.
    return null;
  }
}

function readLines(path: string): readonly string[] | null {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return null;
  }
}
