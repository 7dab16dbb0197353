import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findProcess, isAlive, type ProcessIdentity } from '../system/process-identity.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const START_MS = 60_000;

/** What one Foyer consists of, by its processes. */
export interface Processes {
  readonly starter: ProcessIdentity;
  readonly api: ProcessIdentity;
  readonly console: ProcessIdentity;
  readonly postgres: ProcessIdentity;
}

/** A data folder and two ports, on which the built `foyer start` is run, several times if need be. */
export class StartBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'foyer-start-'));
  readonly dataDir = join(this.folder, 'data');
  readonly #children: ChildProcess[] = [];

  private constructor(
    readonly port: number,
    readonly consolePort: number,
  ) {
    // Under root PostgreSQL runs as another user, who has to pass through here.
    chmodSync(this.folder, 0o711);
  }

  static async make(): Promise<StartBench> {
    return new StartBench(await freePort(), await freePort());
  }

  /** Runs `foyer` with these arguments. */
  run(...args: readonly string[]): FoyerRun {
    const env = {
      PATH: process.env['PATH'],
      FOYER_TEST_RUN: process.env['FOYER_TEST_RUN'],
      FOYER_DATA_DIR: this.dataDir,
      FOYER_PORT: String(this.port),
      FOYER_CONSOLE_PORT: String(this.consolePort),
    };
    const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.push(child);
    return new FoyerRun(child);
  }

  /** Runs `foyer start` until it serves. */
  async start(): Promise<FoyerRun> {
    const run = this.run('start');
    await run.printed('Press Ctrl-C to stop.');
    return run;
  }

  /** The processes of the Foyer that is running here. */
  processes(): Processes {
    const { starter, children } = JSON.parse(readFileSync(join(this.dataDir, 'foyer.run'), 'utf8')) as {
      readonly starter: ProcessIdentity;
      readonly children: readonly [ProcessIdentity, ProcessIdentity];
    };
    const postmaster = readFileSync(join(this.dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0];
    const postgres = findProcess(Number(postmaster));
    if (postgres === null) throw new Error('PostgreSQL is not running');
    return { starter, api: children[0], console: children[1], postgres };
  }

  async clear(): Promise<void> {
    for (const child of this.#children) child.kill('SIGTERM');
    await Promise.all(this.#children.map(ended));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One run of the program, and all that it has printed. */
export class FoyerRun {
  #text = '';

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#text += chunk));
    }
  }

  get text(): string {
    return this.#text;
  }

  /** Settles when this text was printed. */
  async printed(text: string): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!this.#text.includes(text)) {
      if (this.child.exitCode !== null || performance.now() > deadline)
        throw new Error(`"${text}" was not printed, but: ${this.#text}`);
      await sleep(20);
    }
  }

  /** Sends a signal, and waits for the end; gives the exit code. */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return ended(this.child);
  }

  ended(): Promise<number | null> {
    return ended(this.child);
  }
}

/** Settles when all of these are gone; gives them in the order of their going. */
export async function watchEnds(processes: Readonly<Record<string, ProcessIdentity>>): Promise<string[]> {
  const left = new Map(Object.entries(processes));
  const gone: string[] = [];
  while (left.size > 0) {
    for (const [name, identity] of left) {
      if (isAlive(identity)) continue;
      left.delete(name);
      gone.push(name);
    }
    await sleep(2);
  }
  return gone;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
