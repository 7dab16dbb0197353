import { createApp, type App } from './app.js';
import { loadApiKey } from './access/api-key.service.js';
import { systemClock } from './core/clock.js';
import type { Config } from './core/config.js';
import { createDataSource } from './core/database.js';
import { systemIds } from './core/ids.js';
import type { Log } from './core/log.js';
import { migrate } from './core/migrate.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './core/postgres/embedded-postgres.js';
import { ENTITIES } from './entities.js';
import type { DataSource } from 'typeorm';

/** A database that is up to date, and how to let go of it. */
export interface OpenDatabase {
  readonly dataSource: DataSource;
  /** The embedded PostgreSQL, or null where another one is configured. */
  readonly embedded: EmbeddedPostgres | null;
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

/**
 * Connects to the configured database, or starts the embedded one, and migrates it.
 *
 * @param join use the embedded database of a Foyer that runs already, instead of refusing.
 */
export async function openDatabase(
  config: Config,
  log: Log,
  { join }: { readonly join: boolean },
): Promise<OpenDatabase> {
  const embedded =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, log, join }) : null;
  const dataSource = createDataSource(
    embedded?.connection ?? { url: config.databaseUrl ?? '' },
    config.databasePool,
    ENTITIES,
  );
  const close = async (): Promise<void> => {
    if (dataSource.isInitialized) await dataSource.destroy();
    await embedded?.stop();
  };
  try {
    await dataSource.initialize();
    return { dataSource, embedded, migrated: await migrate(dataSource), close };
  } catch (err) {
    await close();
    throw err;
  }
}

/** Starts the whole API. */
export async function startApi(
  config: Config,
  log: Log,
): Promise<{ app: App; address: string; stop: () => Promise<void> }> {
  const apiKey = loadApiKey(config.apiKey, config.dataDir);
  const database = await openDatabase(config, log, { join: false });
  try {
    const app = await createApp({
      config,
      dataSource: database.dataSource,
      apiKey,
      clock: systemClock,
      ids: systemIds,
      log,
    });
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
