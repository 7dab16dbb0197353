import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PostgresBench, query, runnerArguments } from './testing/postgres-bench.js';
import { startThrowawayPostgres } from './testing/throwaway-postgres.js';

// Making a database waits for the disk, which other tests keep busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const isRoot = process.getuid?.() === 0;
const hasNamespaces =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true'], { stdio: 'ignore' }).status === 0;

let bench: PostgresBench;
beforeEach(() => {
  bench = new PostgresBench();
});
afterEach(() => bench.clear());

describe('startEmbeddedPostgres', () => {
  it('makes a UTF-8 database with checksums that listens on no network', async () => {
    const postgres = await bench.start();
    const facts = await query(
      postgres.connection,
      `SELECT length('é') AS length, pg_encoding_to_char(encoding) AS encoding, datlocale AS locale, current_database() AS name,
              current_setting('data_checksums') AS checksums, current_setting('listen_addresses') AS addresses
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(facts).toEqual([
      { length: 1, encoding: 'UTF8', locale: 'C.UTF-8', name: 'foyer', checksums: 'on', addresses: '' },
    ]);
    expect(postgres.owned).toBe(true);
  });

  it('waits for the disk at every commit unless told otherwise', async () => {
    const { connection } = await bench.start({ settings: {} });
    const settings = await query(
      connection,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages`,
    );
    expect(settings).toEqual([{ fsync: 'on', commit: 'on', pages: 'on' }]);
  });

  it('lets nobody in without the password, which only its own user can read', async () => {
    const { connection } = await bench.start();
    await expect(query({ ...connection, password: 'guess' }, 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    );
    expect(statSync(join(bench.dataDir, 'postgres/password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(bench.dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('keeps what was written, and makes no second database, when it is started again', async () => {
    const first = await bench.start();
    await query(first.connection, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    const second = await bench.start();
    expect(await query(second.connection, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(bench.messages.filter((message) => message.startsWith('making a new database'))).toHaveLength(1);
  });

  it('works in a folder with spaces, commas and quotes in its name', async () => {
    const { connection } = await bench.start({ dataDir: join(bench.folder, `a "b", c's`) });
    expect(await query(connection, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const postgres = await bench.start({ dataDir: join(bench.folder, 'x'.repeat(120)) });
    const { connection } = postgres;
    expect(await query(connection, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(connection.host.length).toBeLessThan(80);
    expect(statSync(connection.host).mode & 0o777).toBe(0o700);
    await postgres.stop();
    rmSync(connection.host, { recursive: true });
  });

  it('leaves no half-made database behind when the making was cut off', async () => {
    mkdirSync(join(bench.dataDir, 'postgres.new-1'), { recursive: true });
    chmodSync(bench.dataDir, 0o711);
    await bench.start();
    expect(readdirSync(bench.dataDir).sort()).toEqual(['postgres', 'postgres.owner']);
  });
});

describe('startEmbeddedPostgres as root', () => {
  /** A user that every Linux has. */
  const DAEMON = 1;

  const statusOf = (pid: number): string => readFileSync(`/proc/${pid}/status`, 'utf8');

  it.runIf(isRoot)('runs PostgreSQL as another user, who owns its files', async () => {
    await bench.start();
    const [, effective] = /^Uid:\t\d+\t(\d+)/m.exec(statusOf(bench.postmaster())) ?? [];
    expect(Number(effective)).toBeGreaterThan(0);
    expect(statSync(join(bench.dataDir, 'postgres/data')).uid).toBe(Number(effective));
  });

  it.runIf(isRoot)('runs it as the owner of the data folder where that is somebody', async () => {
    mkdirSync(bench.dataDir);
    chownSync(bench.dataDir, DAEMON, DAEMON);
    await bench.start();
    expect(statusOf(bench.postmaster())).toMatch(new RegExp(`^Uid:\\t${DAEMON}\\t${DAEMON}\\t`, 'm'));
  });

  it.runIf(isRoot)('runs it as nobody where the owner has no name, which PostgreSQL asks for', async () => {
    mkdirSync(bench.dataDir);
    chownSync(bench.dataDir, 123_456, 123_456);
    await bench.start();
    expect(statusOf(bench.postmaster())).toMatch(/^Uid:\t65534\t65534\t/m);
  });

  it.runIf(isRoot && hasNamespaces)(
    "runs it without any of root's capabilities where no other user can reach the folder",
    async () => {
      chmodSync(bench.folder, 0o700);
      const { connection } = await bench.start();
      const pid = bench.postmaster();
      expect(readlinkSync(`/proc/${pid}/ns/user`)).not.toBe(readlinkSync('/proc/self/ns/user'));
      expect(statusOf(pid)).toMatch(/^CapEff:\t0+$/m);
      expect(await query(connection, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    },
  );

  it.runIf(isRoot && hasNamespaces)(
    'keeps the database when the folder moves out of and into the reach of others',
    async () => {
      const first = await bench.start();
      await query(first.connection, 'CREATE TABLE kept AS SELECT 1 AS n');
      await first.stop();
      for (const mode of [0o700, 0o711]) {
        chmodSync(bench.folder, mode);
        const next = await bench.start();
        expect(await query(next.connection, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
        await next.stop();
      }
    },
  );
});

describe.runIf(hasNamespaces)('startEmbeddedPostgres on a disk that cannot be written', () => {
  /** Runs a start on a file system of its own, and answers with what it says. */
  function startOn(mountOptions: string): string {
    const script = `mount -t tmpfs -o ${mountOptions} foyer "$1" && shift && exec "$@"`;
    const command = ['sh', '-c', script, 'sh', bench.folder, process.execPath, ...runnerArguments(bench.dataDir)];
    return spawnSync('unshare', ['--user', '--map-root-user', '--mount', ...command], {
      encoding: 'utf8',
      timeout: 30_000,
    }).stdout.trim();
  }

  it('says in one sentence that the disk is read-only', () => {
    expect(startOn('ro')).toMatch(/^The data folder \S+ is on a read-only disk\. Set FOYER_DATA_DIR/);
  });

  it('says in one sentence that the disk is full', () => {
    expect(startOn('size=20m')).toMatch(/^The disk that holds the data folder \S+ is full\. Free some space/);
  });
});

describe('startThrowawayPostgres', () => {
  it('leaves no trace', async () => {
    const postgres = await startThrowawayPostgres();
    expect(await query(postgres.connection, `SELECT current_setting('fsync') AS fsync`)).toEqual([{ fsync: 'off' }]);
    await postgres.stop();
    expect(existsSync(postgres.connection.host)).toBe(false);
  });
});
