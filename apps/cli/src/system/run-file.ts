// What runs on a data folder, kept in a file there, so that the next start finds what a killed one has left behind.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from './plain-error.js';
import { findProcess, isAlive, type ProcessIdentity } from './process-identity.js';

interface RunFile {
  readonly starter: ProcessIdentity;
  readonly children: readonly ProcessIdentity[];
  readonly isStopping: boolean;
}

/** Writes down that this process has started these on the data folder, and whether it is about to end them. */
export function recordRun(dataDir: string, childPids: readonly number[], isStopping: boolean): void {
  const starter = findProcess(process.pid);
  const children = childPids.map(findProcess).filter((child) => child !== null);
  const draft = `${pathIn(dataDir)}.new`;
  try {
    writeFileSync(draft, JSON.stringify({ starter, children, isStopping }), { mode: 0o600 });
    renameSync(draft, pathIn(dataDir));
  } finally {
    rmSync(draft, { force: true });
  }
}

export function forgetRun(dataDir: string): void {
  if (readRun(dataDir)?.starter.pid === process.pid) rmSync(pathIn(dataDir), { force: true });
}

/** Time for one that was told to stop, or whose npm was killed, to notice. */
const NOTICE_MS = 2_000;
/** The API ends its database as well, which may take some seconds. */
const STOP_MS = 30_000;

/**
 * Ends what an earlier start on this data folder has left behind, and waits for one that is stopping.
 *
 * @throws PlainError where that earlier start is running and stays.
 */
export async function endLeftovers(dataDir: string): Promise<void> {
  const since = performance.now();
  for (;;) {
    const run = readRun(dataDir);
    if (run === null) return;
    if (!isAlive(run.starter)) {
      await Promise.all(run.children.map(endProcess));
      return;
    }
    if (performance.now() - since > (run.isStopping ? STOP_MS : NOTICE_MS)) {
      throw new PlainError(
        `Foyer is already running on ${dataDir} (process ${run.starter.pid}). Stop it first, or set FOYER_DATA_DIR to another folder.`,
      );
    }
    await sleep(100);
  }
}

async function endProcess(leftover: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(leftover)) return;
    process.kill(leftover.pid, signal);
    const deadline = performance.now() + STOP_MS;
    while (isAlive(leftover) && performance.now() < deadline) await sleep(50);
  }
}

const pathIn = (dataDir: string): string => join(dataDir, 'foyer.run');

function readRun(dataDir: string): RunFile | null {
  try {
    const run = JSON.parse(readFileSync(pathIn(dataDir), 'utf8')) as Partial<RunFile> | null;
    if (run?.starter === undefined || run.children === undefined) return null;
    return { starter: run.starter, children: run.children, isStopping: run.isStopping === true };
  } catch {
    // Absent, or cut off by a full disk.
    return null;
  }
}
