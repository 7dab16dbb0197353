import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  type PostgresConnection,
} from '../embedded-postgres.js';
import { findProcess } from '../process-facts.js';

/** Quick to make and quick to stop. */
const HASTY = { fsync: 'off', full_page_writes: 'off' };

/** A temporary folder with embedded databases in it, started here and in other processes; and the end of all of them. */
export class PostgresBench {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'foyer-pg-')));
  /** Where databases are made unless a test says otherwise. */
  readonly dataDir = join(this.folder, 'data');
  /** What the databases that were started here have logged. */
  readonly messages: string[] = [];
  readonly #running: EmbeddedPostgres[] = [];
  readonly #children: ChildProcess[] = [];

  constructor() {
    // Under root PostgreSQL runs as another user, who has to pass through here.
    chmodSync(this.folder, 0o711);
  }

  async start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const record = (facts: object, message: string): number =>
      this.messages.push(`${message} ${JSON.stringify(facts)}`);
    const log = { info: record, warn: record };
    const postgres = await startEmbeddedPostgres({ dataDir: this.dataDir, log, settings: HASTY, ...options });
    this.#running.push(postgres);
    return postgres;
  }

  /** Another Foyer, as far as the database is concerned. Its first line is the connection, or why it refused. */
  run(): ChildProcess {
    return this.spawn(process.execPath, runnerArguments(this.dataDir));
  }

  /** Starts any program, which ends with the test. */
  spawn(file: string, args: readonly string[]): ChildProcess {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(child);
    return child;
  }

  async startInAnotherProcess(): Promise<{ child: ChildProcess; connection: PostgresConnection }> {
    const child = this.run();
    return { child, connection: JSON.parse(await firstLineOf(child)) as PostgresConnection };
  }

  /** The number of PostgreSQL's main process. */
  postmaster(): number {
    return Number(readFileSync(join(this.dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** Every PostgreSQL that was started on a folder of this bench. */
  postgresProcesses(): number[] {
    return findProcesses((command) => command.includes(`-D ${this.folder}`));
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.map((postgres) => postgres.stop()));
    for (const child of this.#children) child.kill('SIGKILL');
    for (const pid of this.postgresProcesses()) await quit(pid);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function query<T extends pg.QueryResultRow>(connection: PostgresConnection, sql: string): Promise<T[]> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('Its output must be a pipe');
  const [line] = (await once(stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

export async function killHard(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The shells that wait for the end of whoever started this PostgreSQL. */
export const guardsOf = (postmaster: number): number[] =>
  findProcesses((command) => command.endsWith(`foyer-postgres-guard ${postmaster}`));

/** What makes Node run a start on a folder: the connection on the first line, or the refusal. */
export const runnerArguments = (dataDir: string): string[] => [
  '--disable-warning=ExperimentalWarning',
  '--import',
  `data:text/javascript,${encodeURIComponent(RUN_SOURCES)}`,
  '--input-type=module',
  '--eval',
  RUNNER,
  dataDir,
];

// Lets Node run the sources as they are: their imports name the files that the compiler will write.
const RUN_SOURCES = `import { registerHooks } from 'node:module';
const isOurs = (name, parent) => parent?.endsWith('.ts') && name.startsWith('.');
registerHooks({ resolve: (name, context, next) =>
  next(isOurs(name, context.parentURL) ? name.replace(/\\.js$/, '.ts') : name, context) });`;

const RUNNER = `import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, '../embedded-postgres.ts'))};
const [dataDir] = process.argv.slice(1);
const log = { info: () => {}, warn: () => {} };
try {
  const postgres = await startEmbeddedPostgres({ dataDir, log, settings: ${JSON.stringify(HASTY)} });
  console.log(JSON.stringify(postgres.connection));
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error.message);
}`;

const findProcesses = (matches: (command: string) => boolean): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && matches(commandLine(pid)));

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd();
  } catch {
    return '';
  }
}

async function quit(pid: number): Promise<void> {
  process.kill(pid, 'SIGQUIT');
  while (findProcess(pid) !== null) await sleep(20);
}
