import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One run of one process. The number alone is not enough: the system gives it to another process once this one is gone. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in the system's own words; only ever compared. */
  readonly began: string;
}

/** Who has this process number now; null where nobody has, or only a dead process that its parent has not yet collected. */
export function findProcess(pid: number): ProcessIdentity | null {
  const began = process.platform === 'linux' ? beganByProc(pid) : beganByPs(pid);
  return began === null ? null : { pid, began };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.began === identity.began;
}

/** The command line that a process was started with, its parts separated by one space; empty where it cannot be seen. */
export function findArguments(pid: number): string {
  if (process.platform === 'linux') return (readOrNull(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trimEnd();
  return ps(pid, 'args') ?? '';
}

function beganByProc(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold anything; behind the last one come the state and, 19 fields on, the start in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, ticks] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X' || ticks === undefined) return null;
  return `${(readOrNull('/proc/sys/kernel/random/boot_id') ?? '').trim()}:${ticks}`;
}

function beganByPs(pid: number): string | null {
  const line = ps(pid, 'state,lstart');
  return line === null || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
}

function ps(pid: number, columns: string): string | null {
  try {
    return execFileSync('ps', ['-ww', '-o', `${columns.replaceAll(',', '=,')}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // `ps` exits with 1 where there is no such process.
    return null;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, or not for us to see: either way nothing is known of it.
    return null;
  }
}
