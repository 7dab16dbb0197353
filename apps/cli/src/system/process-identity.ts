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

export const isAlive = (identity: ProcessIdentity): boolean => findProcess(identity.pid)?.began === identity.began;

function beganByProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; behind the last one come the state and, 19 fields on, the start in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X' || ticks === undefined) return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch {
    // No such process.
    return null;
  }
}

function beganByPs(pid: number): string | null {
  try {
    const columns = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return columns.startsWith('Z') ? null : columns.trim().replace(/^\S+\s+/, '');
  } catch {
    // `ps` exits with 1 where there is no such process.
    return null;
  }
}
