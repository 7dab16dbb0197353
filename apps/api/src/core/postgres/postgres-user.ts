// PostgreSQL refuses to run as root, and as a user without a name. Where Foyer is root, this decides as whom the database runs:
// as the owner of the data folder, else as `nobody`. Where none of them can reach the programs and the folder (a project in
// root's own home), or the user has no name (a container with any number for a user), it runs in a user namespace, in which
// whoever starts it is nobody.

import { execFileSync, spawnSync, type SpawnOptions } from 'node:child_process';
import { lchownSync, readdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** As whom PostgreSQL's programs are run, and to whom its files belong. */
export interface PostgresUser {
  readonly files: UserIds;
  /** What to spawn in place of the program itself. */
  wrap(program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions };
}

const NAMESPACE = ['--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * Chooses the user for a data folder that exists.
 *
 * @param clusterDir the folder of PostgreSQL's own files in it, which need not exist yet.
 * @throws EmbeddedPostgresError where PostgreSQL would refuse to run as any user that is possible.
 */
export function choosePostgresUser(dataDir: string, clusterDir: string, binaries: PostgresBinaries): PostgresUser {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (!isRoot() && hasName()) return ordinaryUser(self);
  const candidates = isRoot() ? [ownerOf(clusterDir), ownerOf(dataDir), findNobody()] : [];
  const other = candidates.find((ids) => ids !== null && canRun(ids, dataDir, binaries));
  if (other !== undefined && other !== null) return otherUser(other);
  if (hasUserNamespaces(binaries)) return namespacedUser(self);
  throw new EmbeddedPostgresError(
    isRoot()
      ? `PostgreSQL never runs as root, and no other user can reach ${dataDir} and ${dirname(binaries.postgres)}. Start Foyer as an ordinary user, move it out of root's home, or set FOYER_DATABASE_URL.`
      : `PostgreSQL does not run as a user without a name (uid ${self.uid}). Give it one in /etc/passwd, or set FOYER_DATABASE_URL.`,
  );
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL's programs see none of the starter's environment: PGPORT, PGDATA, LANG and their like would change what they do. */
export const postgresEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], LC_ALL: 'C' });

/** Gives a folder and all in it to the user. Only root can, and only root needs it. */
export function giveFiles(dir: string, { uid, gid }: UserIds): void {
  if (!isRoot()) return;
  lchownSync(dir, uid, gid);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) giveFiles(path, { uid, gid });
    else lchownSync(path, uid, gid);
  }
}

const ordinaryUser = (files: UserIds): PostgresUser => ({
  files,
  wrap: (program, args) => ({ file: program, args: [...args], options: {} }),
});

const otherUser = (files: UserIds): PostgresUser => ({
  files,
  wrap: (program, args) => ({ file: program, args: [...args], options: { uid: files.uid, gid: files.gid } }),
});

// Outside the namespace the files stay the starter's, and in the file system's eyes so does the process. But it has none of
// root's capabilities, inside or outside.
const namespacedUser = (files: UserIds): PostgresUser => ({
  files,
  wrap: (program, args) => ({ file: 'unshare', args: [...NAMESPACE, program, ...args], options: {} }),
});

/** The owner, unless the folder is not there or root's. */
function ownerOf(dir: string): UserIds | null {
  const found = statSync(dir, { throwIfNoEntry: false });
  return found === undefined || found.uid === 0 ? null : { uid: found.uid, gid: found.gid };
}

function findNobody(): UserIds {
  const ask = (flag: string): number =>
    Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    // Images without a user list: the number that the kernel itself uses for nobody.
    return { uid: 65_534, gid: 65_534 };
  }
}

/** Whether this user has a name, reaches the data folder, and can run the programs. */
function canRun({ uid, gid }: UserIds, dataDir: string, binaries: PostgresBinaries): boolean {
  const script = 'id -un && cd "$1" && "$2" --version';
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', dataDir, binaries.postgres], { uid, gid, cwd: '/', stdio: 'ignore' })
      .status === 0
  );
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function hasUserNamespaces(binaries: PostgresBinaries): boolean {
  return spawnSync('unshare', [...NAMESPACE, binaries.postgres, '--version'], { stdio: 'ignore' }).status === 0;
}
