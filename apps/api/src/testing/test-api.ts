import 'reflect-metadata';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { createApp, type App } from '../app.js';
import type { Clock } from '../core/clock.js';
import { readConfig, type Config } from '../core/config.js';
import { createDataSource } from '../core/database.js';
import { systemIds } from '../core/ids.js';
import { parseJson } from '../core/json.js';
import { createLog, type Log } from '../core/log.js';
import type { PostgresConnection } from '../core/postgres/embedded-postgres.js';
import { ENTITIES } from '../entities.js';

/** A clock that stands at the real time when made, goes on with it, and can be moved. */
export class TestClock implements Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  advance(seconds: number): void {
    this.offsetMs += seconds * 1_000;
  }
}

/** A clock that stands still until it is set. */
export class StillClock implements Clock {
  constructor(private at: Date = new Date()) {}

  now(): Date {
    return this.at;
  }

  set(at: Date): void {
    this.at = at;
  }
}

export interface GraphQLErrorShown {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  // The tests say what they expect of it.
  readonly data: Record<string, any> | null | undefined;
  readonly errors: readonly GraphQLErrorShown[] | undefined;
}

/** Who sends a request, and from where: the test key from this machine, unless said otherwise. */
export interface How {
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

/** Asks the API something. */
export interface Caller {
  /** Sends a document over HTTP and gives whatever comes back. */
  send(query: string, variables?: object, how?: How): Promise<Answer>;
  /** As `send`, for what must succeed: gives the data, and fails with the document and the errors otherwise. */
  ok(query: string, variables?: object, how?: How): Promise<Record<string, any>>;
  /** As `send`, for what must be refused: gives the first error, and fails where there is none. */
  refused(query: string, variables?: object, how?: How): Promise<GraphQLErrorShown>;
}

export interface TestApi extends Caller {
  readonly app: App;
  readonly dataSource: DataSource;
  readonly clock: TestClock | StillClock;
  /** The same API, asked by somebody else: with these headers instead of the key, from this address. */
  as(headers: Readonly<Record<string, string>>, address?: string): TestApi;
  /** Rows straight from the database. */
  rows(text: string, values?: readonly unknown[]): Promise<Record<string, any>[]>;
  stop(): Promise<void>;
}

export interface TestApiOptions {
  readonly clock?: TestClock | StillClock;
  readonly config?: Partial<Config>;
  readonly log?: Log;
  /** The database of another one of these, for a second node on it. */
  readonly beside?: TestApi;
}

export const TEST_KEY = 'foyer_sk_test_0123456789';

let databases = 0;

/** The whole API in process, on a database of its own, reached through its HTTP server without a socket. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { clock = new TestClock(), beside } = options;
  const database = beside ? String(beside.dataSource.options.database) : await copyTemplate();
  const dataSource = createDataSource({ ...inject('postgres'), database }, 16, ENTITIES);
  await dataSource.initialize();
  const config = { ...readConfig({}), port: 0, ...options.config };
  const log = options.log ?? createLog('silent');
  const app = await createApp({ config, dataSource, apiKey: TEST_KEY, clock, ids: systemIds, log });

  const rest = {
    app,
    dataSource,
    clock,
    rows: (text: string, values: readonly unknown[] = []) => dataSource.query(text, [...values]),
    stop: () => app.stop(),
  };
  const asking = (usual: Required<How>): TestApi => ({
    ...rest,
    ...callerOf((query, variables, how) => post(app, { query, variables }, { ...usual, ...how })),
    as: (headers, address = usual.address) => asking({ headers, address }),
  });
  return asking({ headers: { authorization: `Bearer ${TEST_KEY}` }, address: '127.0.0.1' });
}

async function post({ http }: App, body: object, { headers, address }: Required<How>): Promise<Answer> {
  const response = await http.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
    remoteAddress: address,
  });
  const { data, errors } = parseJson(response.body) as unknown as Answer;
  return { status: response.statusCode, headers: response.headers, data, errors };
}

function callerOf(send: Caller['send']): Caller {
  const told = (query: string, variables: object | undefined, answer: Answer): string =>
    `${query}\n${JSON.stringify(variables)}\n${JSON.stringify(answer)}`;
  return {
    send,
    async ok(query, variables, how) {
      const answer = await send(query, variables, how);
      if (answer.errors || !answer.data) throw new Error(`Expected success:\n${told(query, variables, answer)}`);
      return answer.data;
    },
    async refused(query, variables, how) {
      const answer = await send(query, variables, how);
      const [first] = answer.errors ?? [];
      if (!first) throw new Error(`Expected a refusal:\n${told(query, variables, answer)}`);
      return first;
    },
  };
}

/** A copy of the migrated template, which nobody else has. */
async function copyTemplate(): Promise<string> {
  const connection = inject('postgres');
  const name = `test_${process.pid}_${process.env['VITEST_POOL_ID'] ?? '0'}_${++databases}_${Date.now()}`;
  await asAdmin(connection, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${connection.database}`));
  return name;
}

async function asAdmin<T>(connection: PostgresConnection, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
