import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTITIES } from './entities.js';
import { startTestApi, type TestApi } from './testing/test-api.js';

/** Tables that no entity stands for, and why none does. */
const WITHOUT_ENTITY = {
  migration: 'which migrations ran; the migrator’s own',
  idempotency: 'only ever met by the three statements of idempotency.ts',
  rate_limit: 'of the library that counts failures',
  secret: 'only ever met by the one statement of secret.service.ts',
};

/** Columns that an entity cannot say the type of. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  // TypeORM knows no xid8; its values are read as digits, as those of bigint are.
  'event.tx': 'xid8',
};

interface Column {
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
}

describe('the entities', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('are as many as the tables that the migrations make, but for those that are explained', async () => {
    const tables = await api.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
    const named = [...api.dataSource.entityMetadatas.map(({ tableName }) => tableName), ...Object.keys(WITHOUT_ENTITY)];
    expect(tables.map(({ name }) => name as string)).toEqual(named.sort());
  });

  it.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
    '%s has the columns of its table, no more and no fewer',
    async (_name, entity) => {
      const { tableName, columns } = api.dataSource.getMetadata(entity);
      const said = Object.fromEntries(columns.map((column) => [column.databaseName, columnOf(api, tableName, column)]));
      expect(said).toEqual(await columnsOf(api, tableName));
    },
  );

  it('name the foreign keys of their tables, and what becomes of the rows', async () => {
    const rows = await api.rows(`
      SELECT c.conrelid::regclass::text AS "from", a.attname AS "column", c.confrelid::regclass::text AS "to", c.confdeltype::text AS action
      FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`);
    const made = rows.map(
      ({ from, column, to, action }) => `${from}.${column} to ${to} ${action === 'c' ? 'CASCADE' : 'NO ACTION'}`,
    );
    const said = api.dataSource.entityMetadatas.flatMap(({ tableName, foreignKeys }) =>
      foreignKeys.map(
        ({ columnNames, referencedEntityMetadata, onDelete }) =>
          `${quoted(tableName)}.${columnNames.join()} to ${quoted(referencedEntityMetadata.tableName)} ${onDelete ?? 'NO ACTION'}`,
      ),
    );
    expect(said.sort()).toEqual(made.filter((key) => !ONLY_IN_THE_DATABASE.includes(key)).sort());
  });
});

/** Foreign keys that no entity needs to know: nothing is ever loaded along them. */
const ONLY_IN_THE_DATABASE = ['event.session_id to session CASCADE', 'message.participant_id to participant NO ACTION'];

const quoted = (table: string): string => (table === 'user' ? '"user"' : table);

function columnOf({ dataSource: { driver } }: TestApi, table: string, column: ColumnMetadata): Column {
  const full = column.precision === null || column.precision === undefined ? '' : `(${column.precision})`;
  const type = driver.normalizeType(column).replace(/^timestamp /, `timestamp${full} `);
  return {
    type: OTHER_TYPES[`${table}.${column.databaseName}`] ?? `${type}${column.isArray ? '[]' : ''}`,
    nullable: column.isNullable,
    primary: column.isPrimary,
  };
}

async function columnsOf(api: TestApi, table: string): Promise<Record<string, Column>> {
  const rows = await api.rows(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       coalesce(a.attnum = ANY(i.indkey), false) AS primary
     FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
     WHERE a.attrelid = quote_ident($1)::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  );
  return Object.fromEntries(
    rows.map(({ name, type, nullable, primary }) => [name, { type, nullable, primary } as Column]),
  );
}
