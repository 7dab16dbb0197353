import { spawnSync } from 'node:child_process';
import { chownSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PostgresConnection } from './embedded-postgres.js';
import { findProcess } from './process-facts.js';
import { firstLineOf, guardsOf, killHard, PostgresBench, query } from './testing/postgres-bench.js';

// Making a database waits for the disk, which other tests keep busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bench: PostgresBench;
beforeEach(() => {
  bench = new PostgresBench();
});
afterEach(() => bench.clear());

describe('startEmbeddedPostgres after a crash', () => {
  it('ends the database of a Foyer that was killed', async () => {
    const { child } = await bench.startInAnotherProcess();
    const pid = bench.postmaster();
    await killHard(child);
    await expect.poll(() => findProcess(pid), { timeout: 10_000 }).toBeNull();
  });

  it('starts while the database of a killed Foyer is still running, with everything that was committed', async () => {
    const { child, connection } = await bench.startInAnotherProcess();
    await query(connection, 'CREATE TABLE kept AS SELECT 1 AS n');
    const orphan = bench.postmaster();
    for (const pid of guardsOf(orphan)) process.kill(pid, 'SIGKILL');
    await killHard(child);
    expect(findProcess(orphan)).not.toBeNull();
    const postgres = await bench.start();
    expect(await query(postgres.connection, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(findProcess(orphan)).toBeNull();
  });

  it('is not hindered by the pid file of a process that is gone', async () => {
    await (await bench.start()).stop();
    const gone = spawnSync('true').pid;
    writePidFile(gone);
    await bench.start();
    expect(bench.postmaster()).not.toBe(gone);
  });

  it('is not hindered by a pid file whose number now belongs to a stranger, and leaves the stranger alone', async () => {
    await (await bench.start()).stop();
    const stranger = bench.spawn('sleep', ['60']);
    writePidFile(stranger.pid);
    await bench.start();
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('brings the database back when it is killed', async () => {
    const { connection } = await bench.start();
    await query(connection, 'CREATE TABLE kept AS SELECT 1 AS n');
    const killed = bench.postmaster();
    process.kill(killed, 'SIGKILL');
    const ask = (): Promise<unknown> => query(connection, 'SELECT n FROM kept').catch(String);
    await expect.poll(() => findProcess(killed)).toBeNull();
    await expect.poll(ask, { timeout: 10_000, interval: 100 }).toEqual([{ n: 1 }]);
    expect(bench.postmaster()).not.toBe(killed);
  });

  it('stops for good, also while the database is being brought back', async () => {
    const postgres = await bench.start();
    process.kill(bench.postmaster(), 'SIGKILL');
    await postgres.stop();
    await sleep(500);
    expect(bench.postgresProcesses()).toEqual([]);
  });

  function writePidFile(pid: number | undefined): void {
    const cluster = join(bench.dataDir, 'postgres/data');
    const file = join(cluster, 'postmaster.pid');
    const { uid, gid } = statSync(cluster);
    writeFileSync(
      file,
      [pid, cluster, 1_700_000_000, 5432, join(bench.dataDir, 'postgres'), '', ' 1  2', 'ready   ', ''].join('\n'),
      { mode: 0o600 },
    );
    chownSync(file, uid, gid);
  }
});

describe('startEmbeddedPostgres beside another Foyer', () => {
  it('refuses a data folder that another one runs on, and names it', async () => {
    const { child } = await bench.startInAnotherProcess();
    await expect(bench.start()).rejects.toThrow(
      `Another Foyer (process ${child.pid}) is running on the data folder ${bench.dataDir}.`,
    );
  });

  it('joins it where asked to, and leaves it running', async () => {
    const { connection } = await bench.startInAnotherProcess();
    const joined = await bench.start({ join: true });
    expect(joined).toMatchObject({ owned: false, connection });
    await joined.stop();
    expect(await query(connection, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('lets exactly one of many that start at the same moment have it', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => firstLineOf(bench.run())));
    const refused = answers.filter((answer) =>
      /^Another Foyer \(process \d+\) is running on the data folder/.test(answer),
    );
    expect(refused).toHaveLength(3);
    const [connection] = answers.filter((answer) => answer.startsWith('{'));
    expect(await query(JSON.parse(connection ?? '') as PostgresConnection, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('takes the folder over once the other has gone', async () => {
    const { child } = await bench.startInAnotherProcess();
    await killHard(child);
    expect((await bench.start({ join: true })).owned).toBe(true);
  });
});
