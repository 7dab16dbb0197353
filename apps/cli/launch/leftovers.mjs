// Finds processes that a test run started and that outlived it, also those that its children's children started.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 3_000;

/**
 * Processes of the run that are still there when what is just going has had its time; `undefined` where the system does
 * not show its processes as files.
 */
export async function settledLeftovers(run, graceMs = GRACE_MS) {
  if (!existsSync('/proc/self/environ')) return undefined;
  await gone(run, graceMs);
  return leftovers(run);
}

/** Asks each process of the run to go, and makes those go that stay. */
export async function stopAll(run, graceMs = GRACE_MS) {
  for (const { pid } of leftovers(run)) kill(pid, 'SIGTERM');
  await gone(run, graceMs);
  for (const { pid } of leftovers(run)) kill(pid, 'SIGKILL');
}

async function gone(run, graceMs) {
  const deadline = Date.now() + graceMs;
  while (leftovers(run).length > 0 && Date.now() < deadline) await sleep(100);
}

/**
 * By the run's id in their environment, or its temporary folder in their command line: PostgreSQL is given an
 * environment of its own.
 */
function leftovers({ id, dir }) {
  return processIds().flatMap((pid) => {
    const command = read(pid, 'cmdline');
    const ours = command.includes(dir) || read(pid, 'environ').includes(`FOYER_TEST_RUN=${id}\0`);
    return ours && pid !== process.pid ? [{ pid, command: command.replaceAll('\0', ' ').trim() }] : [];
  });
}

function processIds() {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    // No such view of processes here, as on macOS.
    return [];
  }
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Gone since, or another user's.
    return '';
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone since.
  }
}
