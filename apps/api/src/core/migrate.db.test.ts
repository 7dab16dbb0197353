import { readdirSync } from 'node:fs';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDataSource } from './database.js';
import { migrate } from './migrate.js';

const FILES = readdirSync(new URL('../../migrations/', import.meta.url));
const NODES = 5;

describe('migrate', () => {
  const admin = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  const database = `migrate_${process.pid}_${Date.now()}`;
  let nodes: DataSource[];
  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    nodes = Array.from({ length: NODES }, () => createDataSource({ ...inject('postgres'), database }, 2, []));
    await Promise.all(nodes.map((node) => node.initialize()));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.destroy()));
    await admin.query(`DROP DATABASE ${database}`);
    await admin.end();
  });

  it('runs each migration once, however many nodes begin on an empty database at once', async () => {
    const ran = await Promise.all(nodes.map((node) => migrate(node)));
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, 0, 0, FILES.length]);
    const [first] = nodes;
    const rows = (await first?.query('SELECT name FROM migration ORDER BY timestamp')) as { name: string }[];
    expect(rows.map(({ name }) => name)).toEqual(ran.flat());
  });

  it('has nothing left to do on a database that is up to date, and holds nothing', async () => {
    expect(await Promise.all(nodes.map((node) => migrate(node)))).toEqual(nodes.map(() => []));
    const { rows } = await admin.query(
      "SELECT count(*)::int AS locks FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = $1",
      [database],
    );
    expect(rows).toEqual([{ locks: 0 }]);
  });

  it('finds its migrations numbered from 0001, without a gap', () => {
    expect(FILES.sort().map((file) => file.slice(0, 5))).toEqual(
      FILES.map((_file, at) => `${String(at + 1).padStart(4, '0')}-`),
    );
  });
});
