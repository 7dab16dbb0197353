import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { PlainError } from './plain-error.js';

/**
 * Makes sure that a port can be listened on.
 *
 * @param variable what to set to have another one.
 * @throws PlainError naming the port, the variable and, where the system tells, who holds it.
 */
export async function assertPortFree(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw explainPort(error, { host, port, variable });
  }
  await new Promise((resolve) => server.close(resolve));
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly variable: string;
}

function explainPort(error: unknown, { host, port, variable }: Place): Error {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new PlainError(
      `Port ${port} is in use${byWhom(port)}. Set ${variable} to another port, or end what holds it.`,
    );
  if (code === 'EACCES')
    return new PlainError(`Port ${port} is not for this user to open. Set ${variable} to one above 1023.`);
  return new PlainError(
    `Port ${port} on ${host} cannot be opened (${String(code)}). Set ${variable} or FOYER_HOST to what can.`,
  );
}

function byWhom(port: number): string {
  const pid = findListener(port);
  return pid === null ? '' : ` by ${nameOf(pid)} (process ${pid})`;
}

/** The process that listens on a TCP port of this machine; null where the system does not tell. */
export function findListener(port: number): number | null {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return null;
  const pids = list('/proc').filter((name) => /^\d+$/.test(name));
  return Number(pids.find((pid) => openFiles(pid).some((target) => sockets.has(target))) ?? 0) || null;
}

function listeningSockets(table: string, port: number): string[] {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) === true && columns[3] === LISTEN)
    .map((columns) => `socket:[${columns[9]}]`);
}

const openFiles = (pid: string): string[] => list(`/proc/${pid}/fd`).map((fd) => readLink(`/proc/${pid}/fd/${fd}`));

/** The program's name, as it was started or as it calls itself. */
const nameOf = (pid: number): string => /[^/\0]+(?=\0|$)/.exec(read(`/proc/${pid}/cmdline`))?.[0].trim() || 'a program';

// Processes end, and hide from other users, while they are looked at: what cannot be read counts as empty.
const list = (path: string): string[] => orElse([], () => readdirSync(path));
const read = (path: string): string => orElse('', () => readFileSync(path, 'utf8'));
const readLink = (path: string): string => orElse('', () => readlinkSync(path));

function orElse<T>(fallback: T, look: () => T): T {
  try {
    return look();
  } catch {
    return fallback;
  }
}
