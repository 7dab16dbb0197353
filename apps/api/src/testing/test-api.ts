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
  // The tests say what they expect of it.
  readonly data: Record<string, any> | null | undefined;
  readonly errors: readonly GraphQLErrorShown[] | undefined;
}

export interface TestApi {
  readonly app: App;
  readonly dataSource: DataSource;
  readonly clock: TestClock | StillClock;
  /** Sends a document over HTTP with the key and gives whatever comes back. */
  send(query: string, variables?: object): Promise<Answer>;
  /** As `send`, for what must succeed: gives the data, and fails with the document and the errors otherwise. */
  ok(query: string, variables?: object): Promise<Record<string, any>>;
  /** As `send`, for what must be refused: gives the first error, and fails where there is none. */
  refused(query: string, variables?: object): Promise<GraphQLErrorShown>;
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

  const send = async (query: string, variables?: object): Promise<Answer> => {
    const response = await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ query, variables }),
    });
    const { data, errors } = parseJson(response.body) as unknown as Answer;
    return { status: response.statusCode, data, errors };
  };
  const told = (query: string, variables: object | undefined, answer: Answer): string =>
    `${query}\n${JSON.stringify(variables)}\n${JSON.stringify(answer)}`;

  return {
    app,
    dataSource,
    clock,
    send,
    async ok(query, variables) {
      const answer = await send(query, variables);
      if (answer.errors || !answer.data) throw new Error(`Expected success:\n${told(query, variables, answer)}`);
      return answer.data;
    },
    async refused(query, variables) {
      const answer = await send(query, variables);
      const [first] = answer.errors ?? [];
      if (!first) throw new Error(`Expected a refusal:\n${told(query, variables, answer)}`);
      return first;
    },
    rows: (text, values = []) => dataSource.query(text, [...values]),
    stop: () => app.stop(),
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
