import 'reflect-metadata';
import type { TestProject } from 'vitest/node';
import { createDataSource } from '../core/database.js';
import { migrate } from '../core/migrate.js';
import { startThrowawayPostgres } from '../core/postgres/testing/throwaway-postgres.js';
import type { PostgresConnection } from '../core/postgres/embedded-postgres.js';
import { ENTITIES } from '../entities.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server on which each test file makes its own database; the one named here is the migrated template. */
    readonly postgres: PostgresConnection;
  }
}

/** Starts one PostgreSQL for the run and migrates the database that every test file copies. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startThrowawayPostgres({ max_connections: '300' });
  const template = createDataSource(postgres.connection, 2, ENTITIES);
  await template.initialize();
  await migrate(template);
  await template.destroy();
  project.provide('postgres', postgres.connection);
  return () => postgres.stop();
}
