import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ClusterFiles } from './cluster-files.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { giveFiles, postgresEnvironment, type PostgresUser } from './postgres-user.js';

/** The database's only role. */
export const POSTGRES_ROLE = 'foyer';

export interface NewCluster {
  readonly files: ClusterFiles;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  /** False for a database that nobody misses: nothing waits for the disk. */
  readonly durable: boolean;
}

/**
 * Makes a new, empty database cluster. It is made beside its place and moved there when it is whole, so that a crash on the way
 * leaves nothing that looks like a database.
 */
export async function createCluster(cluster: NewCluster): Promise<void> {
  const { home } = cluster.files;
  const draftPrefix = `${home}.new-`;
  removeUnfinished(draftPrefix);
  const draft = `${draftPrefix}${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  try {
    writeFileSync(join(draft, 'password'), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    giveFiles(draft, cluster.user.files);
    await runInitdb(draft, cluster);
    renameSync(draft, home);
    if (cluster.durable) syncFolder(dirname(home));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function runInitdb(draft: string, { binaries, user, durable }: NewCluster): Promise<void> {
  const { file, args, options } = user.wrap(binaries.initdb, [
    `--pgdata=${join(draft, 'data')}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--auth=scram-sha-256',
    `--username=${POSTGRES_ROLE}`,
    `--pwfile=${join(draft, 'password')}`,
    ...(durable ? [] : ['--no-sync']),
  ]);
  return new Promise((resolve, reject) => {
    // Its own session: Ctrl-C in the terminal reaches Foyer alone, which then decides in which order things end.
    const child = spawn(file, args, {
      ...options,
      cwd: '/',
      env: postgresEnvironment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(output))));
  });
}

function removeUnfinished(draftPrefix: string): void {
  const folder = dirname(draftPrefix);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(basename(draftPrefix))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes the move outlive a power cut. */
function syncFolder(dir: string): void {
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
