// Fills a database by SQL. What makes single rows costly (foreign keys, indexes) is taken away for the filling and put back after
// it, which checks every row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

const FILL = readFileSync(join(import.meta.dirname, 'fill.sql'), 'utf8');

/** Sessions, ten messages to each on average, their users and their events. */
export async function fill(client: pg.Client, sessions: number): Promise<void> {
  await client.query("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'; SET synchronous_commit = off");
  await client.query('BEGIN');
  const putBack = await takeAway(client);
  await client.query(`SET LOCAL bench.sessions = ${sessions}; SELECT setseed(0.5)`);
  await client.query(FILL);
  for (const statement of putBack) await client.query(statement);
  await client.query('COMMIT');
  // Not those that are empty still: PostgreSQL would take them to stay so.
  await client.query('VACUUM ANALYZE "user", identity, session, session_detail, message, event');
  await client.query('CHECKPOINT');
  await client.query('RESET ALL');
}

interface Taken {
  readonly take: string;
  readonly put: string;
}

/** Drops foreign keys and plain indexes; gives the statements that make them again. */
async function takeAway(client: pg.Client): Promise<string[]> {
  const { rows: keys } = await client.query<Taken>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS take,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS put
     FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`,
  );
  const { rows: indexes } = await client.query<Taken>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS take, pg_get_indexdef(indexrelid) AS put
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`,
  );
  for (const { take } of [...keys, ...indexes]) await client.query(take);
  return [...indexes, ...keys].map(({ put }) => put);
}
