import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FoyerClient } from '@foyer/client';
import type { Command } from 'commander';
import { exportLines } from '../archive/export.js';
import { stopRequested } from '../system/stop-request.js';
import { makeProgress } from '../transfer/progress.js';
import { addConnectionOptions, connect, exitStopped, type ConnectionOptions } from './connection.js';

interface Options extends ConnectionOptions {
  readonly output?: string;
  readonly quiet?: boolean;
}

export function registerExport(program: Command): void {
  const command = program
    .command('export')
    .description('Writes users, sessions and all in them as JSON lines, which `foyer import foyer` brings in again.')
    .option('-o, --output <file>', 'where to; to standard output unless given')
    .option('--quiet', 'shows nothing');
  addConnectionOptions(command).action(async (options: Options) => {
    const stopper = new AbortController();
    void stopRequested(() => process.exit(exitStopped)).then(() => stopper.abort());
    const task = { client: connect(options), options, stop: stopper.signal };
    try {
      if (options.output === undefined) await write(process.stdout, task);
      else await writeFile(options.output, task);
    } catch (error) {
      if (stopper.signal.aborted) process.exitCode = exitStopped;
      // Whoever was reading has seen enough.
      else if (!isBrokenPipe(error)) throw error;
    }
  });
}

interface Task {
  readonly client: FoyerClient;
  readonly options: Options;
  readonly stop: AbortSignal;
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** The file is there when all of it is: a broken export leaves an older one as it was. */
async function writeFile(path: string, task: Task): Promise<void> {
  const partial = `${path}.part`;
  try {
    await write(createWriteStream(partial, { mode: 0o600 }), task);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function write(target: Writable, { client, options: { quiet }, stop }: Task): Promise<void> {
  const { sessions } = await client.query<Totals>('{ sessions(first: 1) { totalCount } }');
  // What goes to a terminal is seen coming; a bar would run through it.
  const isShown = quiet !== true && !('isTTY' in target && target.isTTY === true);
  const progress = makeProgress(sessions.totalCount, isShown);
  const written = { users: 0, sessions: 0 };
  const show = (): void => progress.update(written.sessions, `${written.users} users, ${written.sessions} sessions`);
  const lines = exportLines(client, {
    onUser: () => {
      written.users += 1;
      show();
    },
    onSession: () => {
      written.sessions += 1;
      show();
    },
  });
  try {
    await pipeline(Readable.from(withLineEnds(lines)), target, { end: target !== process.stdout, signal: stop });
  } finally {
    progress.stop();
  }
  if (isShown) process.stderr.write(`${written.users} users, ${written.sessions} sessions\n`);
}

interface Totals {
  readonly sessions: { readonly totalCount: number };
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  for await (const line of lines) yield `${line}\n`;
}
