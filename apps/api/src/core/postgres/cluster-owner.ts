// Which Foyer process runs the database of a data folder. PostgreSQL itself makes sure that two servers never write the same
// files; this only lets a second Foyer say so in a sentence that names the first.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { findProcess, isAlive, type ProcessIdentity } from './process-facts.js';

/**
 * Makes this process the owner, unless another one that lives is.
 *
 * @returns null once this process is the owner, else the process that is.
 */
export function claimCluster(ownerFile: string): ProcessIdentity | null {
  const mine = `${ownerFile}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(findProcess(process.pid)), { mode: 0o600 });
  try {
    // Again only where another one that is starting was in between: each round, one of them gets on.
    for (;;) {
      const written = readText(ownerFile);
      const owner = parseOwner(written);
      if (owner !== null && isAlive(owner)) return owner;
      if (written !== null) discard(ownerFile, written);
      if (link(mine, ownerFile)) return null;
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

export function releaseCluster(ownerFile: string): void {
  if (parseOwner(readText(ownerFile))?.pid === process.pid) rmSync(ownerFile, { force: true });
}

/** Removes a dead owner's file, but not the one that a faster starter has put in its place meanwhile. */
function discard(ownerFile: string, written: string): void {
  const aside = `${ownerFile}.${process.pid}.dead`;
  try {
    renameSync(ownerFile, aside);
  } catch {
    // The faster one has moved it: there is nothing left to remove.
    return;
  }
  if (readText(aside) !== written) link(aside, ownerFile);
  rmSync(aside, { force: true });
}

/** Puts a file in a place that is free, or says that it is not. Unlike a rename, it never replaces what is there. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Null also for a file that a full disk cut off: whoever it was cannot be named, and so does not own it. */
function parseOwner(text: string | null): ProcessIdentity | null {
  try {
    const read = JSON.parse(text ?? '') as Partial<ProcessIdentity> | null;
    return typeof read?.pid === 'number' && typeof read.began === 'string'
      ? { pid: read.pid, began: read.began }
      : null;
  } catch {
    return null;
  }
}
