import { DataSource, type EntityManager, type MixedList } from 'typeorm';
import pg, { type Pool, type PoolClient, type QueryConfig } from 'pg';
import { currentAllowance } from './allowance.js';
import { queryWithin } from './bounded-query.js';
import { DomainError } from './errors.js';
import { readInstant } from './instant.js';
import { parseJson } from './json.js';
import { migrationClasses } from './migrate.js';

/*
 * The one way to the database. Rows of hot paths go through `query`: a named prepared statement on the connection that the
 * entity manager stands for, which costs a quarter of what an ORM's save() does.
 */

/** How to reach PostgreSQL: a URL, or the parts of a connection to the embedded one. */
export type DatabaseAddress =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** A statement that PostgreSQL parses once per connection. The name is unique in the process. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, text: string): Statement => ({ name, text });

/** Longest time that a statement may run on the server, and that we wait for its answer; a lock is waited for no longer. */
const STATEMENT_TIMEOUT_MS = 15_000;
const ANSWER_TIMEOUT_MS = 20_000;
/** How long a call waits for a free connection before it is told to come again. */
const CONNECTION_TIMEOUT_MS = 5_000;

// The driver would write times as the machine's local ones, whose offsets had seconds once, which it loses.
pg.defaults.parseInputDatesAsUTC = true;
pg.types.setTypeParser(pg.types.builtins.JSON, parseJson);
const { TIMESTAMPTZ } = pg.types.builtins;
const readAnyInstant: (text: string) => unknown = pg.types.getTypeParser(TIMESTAMPTZ);
pg.types.setTypeParser(TIMESTAMPTZ, (text) => readInstant(text) ?? readAnyInstant(text));

/** How long to wait for what has been asked, in milliseconds; without an end where absent. */
export interface Waits {
  readonly statement_timeout?: number;
  readonly query_timeout?: number;
  readonly idle_in_transaction_session_timeout?: number;
}

const SERVING: Waits = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: ANSWER_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
};

/** For migrations and checks, which take as long as they take. */
export const PATIENT: Waits = {};

/** A data source that is not connected yet: pooled, bounded in every wait, and silent, since TypeORM's logs carry parameters. */
export function createDataSource(
  address: DatabaseAddress,
  poolSize: number,
  entities: MixedList<new () => object>,
  waits: Waits = SERVING,
): DataSource {
  return new DataSource({
    type: 'postgres',
    ...('url' in address
      ? { url: address.url }
      : {
          host: address.host,
          port: address.port,
          username: address.user,
          password: address.password,
          database: address.database,
        }),
    entities,
    migrations: migrationClasses(),
    migrationsTableName: 'migration',
    synchronize: false,
    logging: false,
    poolSize,
    connectTimeoutMS: CONNECTION_TIMEOUT_MS,
    applicationName: 'foyer',
    extra: { keepAlive: true, ...waits },
  });
}

const poolOf = (em: EntityManager): Pool => (em.dataSource.driver as unknown as { master: Pool }).master;

/**
 * Runs a prepared statement on the manager's transaction, or on any free connection where it has none, and gives its rows.
 *
 * @throws the driver's error; `toDomainError` says what it means.
 */
export async function query<Row extends object>(
  em: EntityManager,
  { name, text }: Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return send<Row>(em, { name, text, values: values as unknown[] });
}

/** As `query`, for the first row. */
export async function queryOne<Row extends object>(
  em: EntityManager,
  st: Statement,
  values: readonly unknown[] = [],
): Promise<Row | null> {
  return (await query<Row>(em, st, values))[0] ?? null;
}

/**
 * As `query`, for statements that are put together by what was asked for (filters): not prepared, since their number has no bound.
 */
export async function queryText<Row extends object>(
  em: EntityManager,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return send<Row>(em, { text, values: values as unknown[] });
}

/** Within a request, what comes counts against what may come for it. */
async function send<Row extends object>(em: EntityManager, config: QueryConfig): Promise<Row[]> {
  const client = em.queryRunner ? ((await em.queryRunner.connect()) as PoolClient) : poolOf(em);
  const allowance = currentAllowance();
  return (await (allowance ? queryWithin<Row>(client, config, allowance) : client.query<Row>(config))).rows;
}

/** How the connections of a pool are used. */
export interface PoolUsage {
  readonly total: number;
  readonly idle: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
}

export function poolUsage({ manager }: DataSource): PoolUsage {
  const { totalCount: total, idleCount: idle, waitingCount: waiting } = poolOf(manager);
  return { total, idle, waiting };
}

interface DriverError {
  readonly code?: string;
  readonly constraint?: string;
  readonly message: string;
}

const asDriverError = (err: unknown): DriverError | null => (err instanceof Error ? (err as DriverError) : null);

/** Whether the error is a violation of the named unique constraint, or of any where none is named. */
export function isUniqueViolation(err: unknown, constraint?: string): boolean {
  const driver = asDriverError(err);
  return driver?.code === '23505' && (constraint === undefined || driver.constraint === constraint);
}

/** Whether the transaction was rolled back only because of others, so that running it again is right. */
export const isRetryable = (err: unknown): boolean => ['40001', '40P01'].includes(asDriverError(err)?.code ?? '');

const CONNECTION_LOST =
  /Connection terminated|Client has encountered a connection error|Connection ended unexpectedly|read ECONNRESET|Query read timeout/;

/**
 * Whether the connection broke while an answer was awaited: if that was a commit, nobody knows how it went. EPIPE is none of
 * these: what could not be written in whole was not run.
 */
export function isConnectionLost(err: unknown): boolean {
  const driver = asDriverError(err);
  return driver !== null && (driver.code === 'ECONNRESET' || CONNECTION_LOST.test(driver.message));
}

/** Statements ended by a time-out or with the server, and connections that were not there to begin with. */
const NOTHING_DONE = '57014 57P01 57P02 57P03 53200 53300 55P03 25P03 25006 ECONNREFUSED ENOENT ETIMEDOUT EPIPE'.split(
  ' ',
);

const NEVER_CONNECTED =
  /timeout exceeded when trying to connect|Connection terminated due to connection timeout|connect E|Driver not Connected/i;

/** What an error of the driver means to the caller: nothing was changed. Other errors are given back as they are. */
export function toDomainError(err: unknown): unknown {
  const driver = asDriverError(err);
  if (driver === null || err instanceof DomainError) return err;
  const code = driver.code ?? '';
  if (code === '53100') return new DomainError('STORAGE_FULL', 'The disk is full; nothing was changed.', {}, err);
  const gone =
    NOTHING_DONE.includes(code) ||
    code.startsWith('08') ||
    isRetryable(err) ||
    NEVER_CONNECTED.test(driver.message) ||
    isConnectionLost(err);
  return gone
    ? new DomainError('UNAVAILABLE', 'The database did not answer in time; nothing was changed. Try again.', {}, err)
    : err;
}
