import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { giveFiles, isRoot, type PostgresUser } from './postgres-user.js';

/** Only a part of the socket's name: nothing listens on TCP. */
export const POSTGRES_PORT = 5432;

/** Where the embedded database keeps what. All of it lies below the data folder, but for a socket whose path would be too long there. */
export interface ClusterFiles {
  readonly dataDir: string;
  /** Everything that belongs to PostgreSQL's user. */
  readonly home: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly socketDir: string;
  /** Says which Foyer process runs the database. */
  readonly ownerFile: string;
}

/** Makes the data folder where it is missing, and says where things are in it. */
export function prepareDataFolder(dataDir: string): ClusterFiles {
  // Under root, PostgreSQL's own user must be able to pass through to its folder.
  makeFolder(dataDir, isRoot() ? 0o711 : 0o700);
  const real = realpathSync(dataDir);
  const home = join(real, 'postgres');
  return {
    dataDir: real,
    home,
    cluster: join(home, 'data'),
    passwordFile: join(home, 'password'),
    socketDir: chooseSocketDir(home),
    ownerFile: join(real, 'postgres.owner'),
  };
}

/** Like `mkdir -p`. Node's own, on a read-only disk, says only that there is no such folder. */
function makeFolder(dir: string, mode: number): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir), 0o777);
  try {
    mkdirSync(dir, { mode });
  } catch (error) {
    if (!existsSync(dir)) throw error;
  }
}

export const hasCluster = (files: ClusterFiles): boolean => existsSync(join(files.cluster, 'PG_VERSION'));

export const readPassword = (files: ClusterFiles): string => readFileSync(files.passwordFile, 'utf8').trim();

/** Hands the files to the user that PostgreSQL will run as, where they are another's: the project was moved, or root starts it now. */
export function adjustOwner(files: ClusterFiles, user: PostgresUser): void {
  const { uid } = statSync(files.cluster);
  if (uid === user.files.uid) return;
  if (!isRoot()) {
    throw new EmbeddedPostgresError(
      `The database in ${files.dataDir} belongs to another user (uid ${uid}). Start Foyer as that user, or set FOYER_DATA_DIR to a folder of your own.`,
    );
  }
  giveFiles(files.home, user.files);
}

/** Makes the folder of the socket where it is not the cluster's own, and refuses one that somebody else put there. */
export function prepareSocketDir(files: ClusterFiles, user: PostgresUser): void {
  if (files.socketDir === files.home) return;
  mkdirSync(files.socketDir, { recursive: true, mode: 0o700 });
  const found = lstatSync(files.socketDir);
  const isOurs = found.uid === user.files.uid || found.uid === process.getuid?.();
  if (!found.isDirectory() || !isOurs || (found.mode & 0o077) !== 0) {
    throw new EmbeddedPostgresError(
      `The folder ${files.socketDir}, where the database's socket belongs, is somebody else's. Remove it, or choose a shorter FOYER_DATA_DIR.`,
    );
  }
  giveFiles(files.socketDir, user.files);
}

/** The system's limit on the path of a socket, in bytes, without the NUL at its end. */
const SOCKET_PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

function chooseSocketDir(home: string): string {
  const bytes = Buffer.byteLength(join(home, `.s.PGSQL.${POSTGRES_PORT}`));
  if (bytes <= SOCKET_PATH_BYTES_MAX) return home;
  return join(realpathSync(tmpdir()), `foyer-${createHash('sha256').update(home).digest('hex').slice(0, 24)}`);
}
