// The PostgreSQL that comes with Foyer: one cluster in the data folder, reached through a Unix socket that only its own user
// can open. The Foyer process that starts it owns it and keeps it running; others may join while it does. Nothing here touches
// the process's signals: whoever starts it decides when to stop it.

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  adjustOwner,
  hasCluster,
  POSTGRES_PORT,
  prepareDataFolder,
  prepareSocketDir,
  readPassword,
  type ClusterFiles,
} from './cluster-files.js';
import { claimCluster, releaseCluster } from './cluster-owner.js';
import { createCluster, POSTGRES_ROLE } from './create-cluster.js';
import { EmbeddedPostgresError, explainFailure } from './embedded-postgres-error.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { choosePostgresUser } from './postgres-user.js';
import { endOrphan, readPostmasterFile } from './postmaster-file.js';
import { isAlive, type ProcessIdentity } from './process-facts.js';
import { supervisePostmaster, type PostgresLog, type SupervisedPostmaster } from './supervise-postmaster.js';

export interface EmbeddedPostgresOptions {
  /** Foyer's data folder; made where it is missing. The database lives in `postgres` below it. */
  readonly dataDir: string;
  readonly log: PostgresLog;
  /** Use the database of a Foyer that is running on this data folder, instead of refusing. Where none is running, it is started as usual. */
  readonly join?: boolean;
  /** PostgreSQL settings beside or instead of the usual ones. With `fsync: 'off'` nothing waits for the disk, from the first file on. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What `pg` needs to connect. `host` is the folder of a Unix socket. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: PostgresConnection;
  /** Whether this process started it, and so keeps it running and ends it. */
  readonly owned: boolean;
  /** Ends the database within 20 s if this process owns it; else does nothing. Calling it again changes nothing. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a data folder, making an empty database at the first start.
 *
 * @throws EmbeddedPostgresError, with a message for the person who starts Foyer.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const files = prepareDataFolder(options.dataDir);
    const owner = claimCluster(files.ownerFile);
    if (owner === null) return await own(files, options);
    if (options.join === true) return await join(files, owner);
    throw new EmbeddedPostgresError(
      `Another Foyer (process ${owner.pid}) is running on the data folder ${files.dataDir}. Stop it first, or set FOYER_DATA_DIR to another folder.`,
    );
  } catch (error) {
    throw explainFailure(error, options.dataDir);
  }
}

async function own(files: ClusterFiles, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  let postmaster: SupervisedPostmaster | null = null;
  const stop = async (): Promise<void> => {
    await postmaster?.stop();
    releaseCluster(files.ownerFile);
  };
  try {
    postmaster = await startPostmaster(files, options);
    const connection = connectionTo(files, files.socketDir);
    await ensureDatabase(connection);
    let stopped: Promise<void> | null = null;
    return { connection, owned: true, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostmaster(
  files: ClusterFiles,
  { settings = {}, log }: EmbeddedPostgresOptions,
): Promise<SupervisedPostmaster> {
  const binaries = findPostgresBinaries();
  const user = choosePostgresUser(files.dataDir, files.cluster, binaries);
  if (hasCluster(files)) {
    await endOrphan(files.cluster);
    adjustOwner(files, user);
  } else {
    log.info({ dataDir: files.dataDir }, 'making a new database');
    await createCluster({ files, binaries, user, durable: settings['fsync'] !== 'off' });
  }
  prepareSocketDir(files, user);
  return supervisePostmaster({ files, binaries, user, settings }, log);
}

/** How long a Foyer that runs on the data folder may take until its database answers: it may have begun a moment ago. */
const JOIN_PATIENCE_MS = 30_000;

async function join(files: ClusterFiles, owner: ProcessIdentity): Promise<EmbeddedPostgres> {
  const deadline = performance.now() + JOIN_PATIENCE_MS;
  while (isAlive(owner) && performance.now() < deadline) {
    const running = readPostmasterFile(files.cluster);
    if (running?.isReady === true && (await answers(connectionTo(files, running.socketDir), files.cluster))) {
      return { connection: connectionTo(files, running.socketDir), owned: false, stop: () => Promise.resolve() };
    }
    await sleep(100);
  }
  throw new EmbeddedPostgresError(
    `The database of the Foyer that runs on ${files.dataDir} (process ${owner.pid}) does not answer.`,
  );
}

const connectionTo = (files: ClusterFiles, socketDir: string): PostgresConnection => ({
  host: socketDir,
  port: POSTGRES_PORT,
  user: POSTGRES_ROLE,
  password: readPassword(files),
  database: DATABASE,
});

const DATABASE = 'foyer';

/** Whether the server there has the database, and is the one of this very folder. */
async function answers(connection: PostgresConnection, cluster: string): Promise<boolean> {
  try {
    return await withClient(connection, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === cluster;
    });
  } catch {
    // Still starting, or the database is not made yet: the caller asks again until its time is up.
    return false;
  }
}

async function ensureDatabase(connection: PostgresConnection): Promise<void> {
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<T>(connection: PostgresConnection, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000, query_timeout: 30_000 });
  // A connection that breaks while nobody waits on it would otherwise end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
