import { createApp, type App } from './app.js';
import { hasAdminKey } from './access/api-key.service.js';
import { keepNewApiKey, readKeptApiKey } from './access/first-api-key.service.js';
import { systemClock } from './core/clock.js';
import type { Config } from './core/config.js';
import { createDataSource, PATIENT, type DatabaseAddress } from './core/database.js';
import { systemIds } from './core/ids.js';
import type { Log } from './core/log.js';
import { migrate } from './core/migrate.js';
import { startEmbeddedPostgres } from './core/postgres/embedded-postgres.js';
import { ENTITIES } from './entities.js';
import type { DataSource } from 'typeorm';

/** Where the database is, and how to let go of it. */
export interface Database {
  readonly address: DatabaseAddress;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/**
 * The configured database, or the embedded one, started.
 *
 * @param join use the embedded database of a Foyer that runs already, instead of refusing.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Config,
  log: Log,
  { join }: { readonly join: boolean },
): Promise<Database> {
  if (databaseUrl !== null) {
    return { address: { url: databaseUrl }, isEmbedded: false, close: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({ dataDir, log, join });
  return { address: embedded.connection, isEmbedded: true, close: () => embedded.stop() };
}

/** Does what takes as long as it takes, on a connection of its own. */
export async function atLeisure<Value>(
  { address }: Database,
  work: (dataSource: DataSource) => Promise<Value>,
): Promise<Value> {
  const dataSource = createDataSource(address, 2, ENTITIES, PATIENT);
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** Starts the whole API on a database that is up to date. */
export async function startApi(
  config: Config,
  log: Log,
): Promise<{ app: App; address: string; stop: () => Promise<void> }> {
  const givenKey = config.apiKey ?? readKeptApiKey(config.dataDir);
  const database = await openDatabase(config, log, { join: false });
  try {
    await atLeisure(database, migrate);
    const dataSource = createDataSource(database.address, config.databasePool, ENTITIES);
    await dataSource.initialize();
    const isFirst = givenKey === null && !(await hasAdminKey(dataSource.manager, systemClock.now()));
    const apiKey = isFirst ? keepNewApiKey(config.dataDir) : givenKey;
    const app = await createApp({ config, dataSource, apiKey, clock: systemClock, ids: systemIds, log });
    const stop = async (): Promise<void> => {
      await app.stop();
      await database.close();
    };
    return { app, address: await app.start(), stop };
  } catch (err) {
    await database.close();
    throw err;
  }
}
