import { readdirSync, readFileSync } from 'node:fs';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';

/** Where the migrations lie: `0001-name.sql` and on, never edited once released. */
const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/** An arbitrary number that means "somebody is migrating" to every node on the database. */
const LOCK = 7_402_118;

/**
 * Brings the database's schema up to date and gives the names of the migrations that ran. Any number of nodes may do it at once:
 * one does, the others wait for it.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    try {
      return (await dataSource.runMigrations({ transaction: 'each' })).map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/** The migrations as classes, as TypeORM wants them: in the order of their numbers. */
export function migrationClasses(): (new () => MigrationInterface)[] {
  const files = readdirSync(MIGRATIONS).filter((file) => /^\d{4}-[a-z-]+\.sql$/.test(file));
  return files.sort().map((file) => {
    const number = Number(file.slice(0, 4));
    return class implements MigrationInterface {
      // TypeORM orders by the thirteen digits at the end of the name.
      readonly name = `${file.slice(5, -4)}${1_000_000_000_000 + number}`;

      async up(runner: QueryRunner): Promise<void> {
        await runner.query(readFileSync(new URL(file, MIGRATIONS), 'utf8'));
      }

      down(): Promise<void> {
        return Promise.reject(new Error('Migrations go one way; restore a backup instead.'));
      }
    };
  });
}
