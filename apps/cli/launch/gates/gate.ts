// What a gate is, and how gates run the tools that they stand on.
import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

/** The root of the project. */
export const house = resolve(import.meta.dirname, '../../../..');

export interface Gate {
  readonly name: string;
  /** One sentence for whoever has to mend it. */
  readonly failing: string;
  readonly run: () => Promise<GateResult>;
}

export type GateResult =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly details: string }
  /** Something that the gate needs is not here, through nobody's fault; said aloud, never counted as passed. */
  | { readonly outcome: 'skipped'; readonly details: string };

const passed: GateResult = { outcome: 'passed' };

/** Passed where nothing was found wrong. */
export function verdict(wrong: readonly string[]): GateResult {
  return wrong.length === 0 ? passed : { outcome: 'failed', details: wrong.join('\n') };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  /** Both streams in the order of their coming. */
  readonly output: string;
}

/**
 * Runs a program to its end. `command` is a name from a `node_modules/.bin` of `cwd` or of the root, with the pinned Node
 * before any other. Never throws because of what the program answered; a program that cannot be started is exit code 127.
 */
export function run(command: string, args: readonly string[], cwd: string = house): Promise<Ran> {
  const path = [join(cwd, 'node_modules/.bin'), join(house, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, PATH: path, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((done) => {
    child.on('error', (error) => done({ code: 127, stdout, output: `${command}: ${error.message}` }));
    child.on('close', (code) => done({ code: code ?? 1, stdout, output }));
  });
}

/** A gate that is nothing but one tool: its exit code decides, its output explains. */
export async function tool(command: string, args: readonly string[]): Promise<GateResult> {
  const { code, output } = await run(command, args);
  return code === 0 ? passed : { outcome: 'failed', details: output.trimEnd() };
}
