// Servers in processes of their own, and what they cost. CPU time is read from the kernel, of the whole process with all its
// threads: it is far steadier than how long things take on a machine with other work to do.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { API_MAIN, type Database } from './database.ts';

export const API_KEY = 'foyer_sk_bench_0123456789abcdef';

/** CPU time in nanoseconds: of the server's process, and of each process of PostgreSQL that serves it. */
export interface Usage {
  readonly server: number;
  readonly backends: ReadonlyMap<number, number>;
}

export interface Server {
  readonly url: URL;
  readonly database: Database;
  /** What has been used so far; needs this to be the only server of its kind on its database. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Where to write a CPU profile of the server when it ends; none without. */
  readonly profileDir?: string | undefined;
  /** A module that is loaded before the server's own. */
  readonly preload?: string;
}

/** The API, built, as `npm start` runs it. */
export const startApi = (database: Database, options: ServerOptions = {}): Promise<Server> =>
  start(API_MAIN, 'foyer', database, options);

/** The API with everybody let in. */
export const startOpenApi = (database: Database, options: ServerOptions = {}): Promise<Server> =>
  start(API_MAIN, 'foyer', database, { ...options, preload: join(import.meta.dirname, 'open-gate.mjs') });

/** What a plain server for the same work would be. */
export const startBare = (database: Database, options: ServerOptions = {}): Promise<Server> =>
  start(join(import.meta.dirname, 'bare-server.ts'), 'bare', database, options);

async function start(
  main: string,
  applicationName: string,
  database: Database,
  { profileDir, preload }: ServerOptions,
): Promise<Server> {
  const child = fork(main, {
    execArgv: [
      ...(profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]),
      ...(preload === undefined ? [] : ['--import', preload]),
    ],
    env: { ...withoutFoyer(process.env), ...ENVIRONMENT, FOYER_DATABASE_URL: database.url },
  });
  const url = new URL(await addressOf(child));
  const { pid } = child;
  if (pid === undefined) throw new Error('The server has no process.');
  return {
    url,
    database,
    usage: async () => {
      const backends = await backendsOf(database.client, applicationName);
      return { server: cpuOf(pid), backends: new Map(backends.map((backend) => [backend, cpuOfAny(backend)])) };
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const ENVIRONMENT = {
  NODE_ENV: 'production',
  FOYER_PORT: '0',
  FOYER_API_KEY: API_KEY,
  FOYER_LOG_LEVEL: 'warn',
  // What is measured is what a request costs, not how many are allowed.
  FOYER_TOKEN_REQUESTS_PER_MINUTE: '1000000',
  // One sweep at the start, which finds nothing to do, and then none that could fall into a measurement.
  FOYER_SWEEP_SECONDS: '86400',
};

const withoutFoyer = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('FOYER_')));

/** Waits for the message with which a server says where it listens. */
async function addressOf(child: ChildProcess): Promise<string> {
  const message = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`A server ended before it listened, with code ${code}.`)));
  });
  return (message as { ready: string }).ready;
}

async function backendsOf(client: pg.Client, applicationName: string): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [applicationName],
  );
  return rows.map(({ pid }) => pid);
}

/** What was used between two moments. Connections that were closed in between do not count; those that were opened do. */
export const usedBetween = (before: Usage, after: Usage): { server: number; database: number } => ({
  server: after.server - before.server,
  database: sum([...after.backends].map(([pid, cpu]) => Math.max(0, cpu - (before.backends.get(pid) ?? 0)))),
});

/** Time on the processor in nanoseconds, over all threads (the first figure of `schedstat`). */
function cpuOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return sum(
    readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ', 1)[0])),
  );
}

/** As `cpuOf`; nothing for a process that has ended since it was seen. */
function cpuOfAny(pid: number): number {
  try {
    return cpuOf(pid);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** A key as apps have it: what ADMIN keys do is entered in the audit log besides. */
export async function makeAppKey(url: URL): Promise<string> {
  const mutation = 'mutation { createApiKey(input: { name: "bench", scopes: [WRITE] }) { secret } }';
  return (await ask<{ createApiKey: { secret: string } }>(url, mutation)).createApiKey.secret;
}

/** A token of this user. */
export async function makeUserToken(url: URL, userId: string): Promise<string> {
  const mutation = `mutation { createUserToken(user: { id: "${userId}" }) { token } }`;
  return (await ask<{ createUserToken: { token: string } }>(url, mutation)).createUserToken.token;
}

async function ask<Data>(url: URL, query: string): Promise<Data> {
  const answer = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { data: Data }).data;
}
