import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type PostgresConnection } from '../embedded-postgres.js';

export interface ThrowawayPostgres {
  readonly connection: PostgresConnection;
  /** Ends it and removes every trace. */
  stop(): Promise<void>;
}

const SILENT = { info: () => undefined, warn: () => undefined };

/** A PostgreSQL of its own for a run of tests, in a new temporary folder. Fast, and gone after a power cut. */
export async function startThrowawayPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<ThrowawayPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  // Under root PostgreSQL runs as another user, who has to pass through here.
  await chmod(dataDir, 0o711);
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startEmbeddedPostgres({
      dataDir,
      log: SILENT,
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', ...settings },
    });
    const stop = async (): Promise<void> => {
      await postgres.stop();
      await remove();
    };
    return { connection: postgres.connection, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}
