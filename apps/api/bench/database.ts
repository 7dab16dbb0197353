// The bench's own PostgreSQL: the embedded one, durable as always, in a folder that goes away with it.
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/core/postgres/embedded-postgres.js';

export const API_MAIN = join(import.meta.dirname, '../dist/main.js');

export interface Cluster {
  /** What PostgreSQL logged, line by line; plans among it where they are asked for. */
  readonly log: string[];
  /** Makes a database with Foyer's tables in it. */
  create(name: string): Promise<Database>;
  version(): Promise<string>;
  stop(): Promise<void>;
}

export interface Database {
  readonly name: string;
  readonly url: string;
  readonly client: pg.Client;
}

/** Beside the usual settings: no checkpoint falls into a measurement, and plans can be asked for by database. */
const SETTINGS = {
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  session_preload_libraries: 'auto_explain',
};

export async function startCluster(): Promise<Cluster> {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'foyer-bench-')));
  // Under root PostgreSQL runs as another user, who has to pass through here.
  chmodSync(dataDir, 0o711);
  const log: string[] = [];
  const keep = (facts: object): void => void ('postgres' in facts && log.push(String(facts.postgres)));
  const postgres = await startEmbeddedPostgres({ dataDir, log: { info: keep, warn: keep }, settings: SETTINGS });
  const { host, user, password } = postgres.connection;
  const clients: pg.Client[] = [];
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({ ...postgres.connection, database });
    await client.connect();
    clients.push(client);
    return client;
  };
  const admin = await connect('postgres');
  return {
    log,
    create: async (name) => {
      await admin.query(`CREATE DATABASE ${name}`);
      const url = `postgres://${user}:${password}@localhost/${name}?host=${encodeURIComponent(host)}`;
      await promisify(execFile)(process.execPath, [API_MAIN, 'migrate'], {
        env: { ...process.env, FOYER_DATABASE_URL: url, FOYER_LOG_LEVEL: 'silent' },
      });
      return { name, url, client: await connect(name) };
    },
    version: async () => {
      const { rows } = await admin.query<{ server_version: string }>('SHOW server_version');
      return rows[0]?.server_version ?? '';
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
