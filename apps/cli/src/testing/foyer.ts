import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { TestApi } from './api.js';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningFoyer {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts the built `foyer`, as a user would, with the API that is meant in the environment. */
export function startFoyer(api: Pick<TestApi, 'url' | 'key'>, ...args: readonly string[]): RunningFoyer {
  return start(api, process.execPath, [program, ...args]);
}

/** Runs a line in a shell, in which `$FOYER` stands for the program. */
export function shell(api: Pick<TestApi, 'url' | 'key'>, line: string): Promise<Outcome> {
  return start(api, 'sh', ['-c', line.replaceAll('$FOYER', `"${process.execPath}" "${program}"`)]).outcome;
}

function start({ url, key }: Pick<TestApi, 'url' | 'key'>, command: string, args: readonly string[]): RunningFoyer {
  const { PATH, TMPDIR, FOYER_TEST_RUN } = process.env;
  const child = spawn(command, args, {
    env: { PATH, TMPDIR, FOYER_TEST_RUN, FOYER_API_URL: url, FOYER_API_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const outcome = Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { child, outcome: outcome.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) };
}

export function foyer(api: Pick<TestApi, 'url' | 'key'>, ...args: readonly string[]): Promise<Outcome> {
  return startFoyer(api, ...args).outcome;
}

/** What `--json` prints. */
export interface JsonReport {
  readonly users: Counted;
  readonly sessions: Counted;
  readonly participants: Counted;
  readonly messages: Counted;
  readonly variables: Counted;
  readonly tasks: Counted;
  readonly refused: number;
  readonly refusals: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

export interface Counted {
  readonly created: number;
  readonly existing: number;
}

/** Imports with `--json`, and fails where it says anything else than its report. */
export async function importJson(
  api: TestApi,
  ...args: readonly string[]
): Promise<JsonReport & { readonly code: number | null }> {
  const { code, stdout, stderr } = await foyer(api, 'import', ...args, '--json');
  if (!stdout.startsWith('{')) throw new Error(`No report, exit code ${code}:\n${stdout}${stderr}`);
  return { ...(JSON.parse(stdout) as JsonReport), code };
}
