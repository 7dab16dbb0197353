// Servers in processes of their own, and what they cost. CPU time is read from the kernel, of the whole process with all its
// threads: it is far steadier than how long things take on a machine with other work to do.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { API_MAIN, type Database } from './database.ts';

export const API_KEY = 'foyer_sk_bench_0123456789abcdef';

export interface Server {
  readonly url: URL;
  readonly database: Database;
  /** CPU time that the process has used so far, in nanoseconds. */
  cpu(): number;
  /** As `cpu`, of the database connections that this server holds; needs to be the only one on its database by that name. */
  databaseCpu(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Where to write a CPU profile of the server when it ends; none without. */
  readonly profileDir?: string | undefined;
}

/** The API, built, as `npm start` runs it. */
export const startApi = (database: Database, options: ServerOptions = {}): Promise<Server> =>
  start(API_MAIN, 'foyer', database, options);

/** What a plain server for the same work would be. */
export const startBare = (database: Database, options: ServerOptions = {}): Promise<Server> =>
  start(join(import.meta.dirname, 'bare-server.ts'), 'bare', database, options);

async function start(
  main: string,
  applicationName: string,
  database: Database,
  { profileDir }: ServerOptions,
): Promise<Server> {
  const child = fork(main, {
    execArgv: profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
    env: { ...withoutFoyer(process.env), ...ENVIRONMENT, FOYER_DATABASE_URL: database.url },
  });
  const url = new URL(await addressOf(child));
  const { pid } = child;
  if (pid === undefined) throw new Error('The server has no process.');
  return {
    url,
    database,
    cpu: () => cpuOf(pid),
    databaseCpu: async () => sum((await backendsOf(database.client, applicationName)).map(cpuOf)),
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

/** Time on the processor in nanoseconds, over all threads (the first figure of `schedstat`). */
function cpuOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return sum(
    readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ', 1)[0])),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
