// Everything that proves this project, from nothing but Node and npm. The last line counts it all.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { settledLeftovers, stopAll } from './leftovers.mjs';
import { prepare, PROJECT_ROOT } from './prepare.mjs';
import { countVitest } from './test-counts.mjs';

const STOP_MS = 30_000;

const node = await prepareOrSaySo();

/** Everything that is started below inherits both: by them it is found if it outlives its stage. */
const run = { id: `foyer-test-${process.pid}-${Date.now()}`, dir: mkdtempSync(join(tmpdir(), 'foyer-run-')) };
// Under root PostgreSQL runs as another user, who has to pass through here.
chmodSync(run.dir, 0o711);

const STAGES = {
  Checks: ['apps/cli/launch/gates/check.ts'],
  Tests: [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config=.vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report('Tests')}`,
  ],
  Browser: ['e2e/node_modules/@playwright/test/cli.js', 'test', '--config=e2e/playwright.config.ts'],
};

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
/** @type {NodeJS.Signals | undefined} */
let interrupted;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt(signal));

for (const name of Object.keys(STAGES)) if (!interrupted) await stage(name);
await leaveNothing();
if (total.skipped > 0) console.log(`\nSKIPPED: ${total.skipped}; the output above says which and why.`);
if (interrupted) console.log(`\nInterrupted by ${String(interrupted)}: not everything was run.`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = interrupted ? 128 + constants.signals[interrupted] : Math.min(total.failed, 1);

async function prepareOrSaySo() {
  try {
    return (await prepare()).node;
  } catch (error) {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}\n\n0 passed, 1 failed`);
    process.exit(1);
  }
}

function report(name) {
  return join(run.dir, `${name}.json`);
}

/** Runs one stage and adds what it counted. A stage that breaks outside of what it counts is one failure. */
async function stage(name) {
  const started = Date.now();
  console.log(`\n── ${name} ──`);
  const code = await execute(STAGES[name], report(name));
  const counts = read(report(name));
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  for (const outcome of Object.keys(total)) total[outcome] += counts[outcome];
  const { passed, failed, skipped } = counts;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
}

/** Streams what it prints; resolves with its exit code. */
function execute(args, reportFile) {
  // Settings of the developer's own Foyer are none of the tests'.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FOYER_'));
  child = spawn(node, args, {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
    env: {
      ...Object.fromEntries(inherited),
      PATH: `${join(PROJECT_ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
      TMPDIR: run.dir,
      FOYER_TEST_RUN: run.id,
      FOYER_TEST_REPORT: reportFile,
    },
  });
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

function read(reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 0, skipped: 0 };
  const written = JSON.parse(readFileSync(reportFile, 'utf8'));
  return 'testResults' in written ? countVitest(written) : written;
}

/** A terminal tells the whole group; others tell this process alone. Whoever does not go is made to. */
function interrupt(signal) {
  interrupted ??= signal;
  child?.kill('SIGTERM');
  setTimeout(() => child?.kill('SIGKILL'), STOP_MS).unref();
}

/** That nothing is left behind is a test like the others. */
async function leaveNothing() {
  const left = await settledLeftovers(run);
  if (left === undefined) console.log('\nSKIPPED: processes left behind can be looked for on Linux only.');
  else if (left.length === 0) total.passed += 1;
  else if (!interrupted) {
    total.failed += 1;
    console.log(`\n✗ Processes were left behind:\n${left.map(({ pid, command }) => `  ${pid} ${command}`).join('\n')}`);
  }
  await stopAll(run);
  rmSync(run.dir, { recursive: true, force: true, maxRetries: 3 });
}
