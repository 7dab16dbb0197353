import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT, prepare } from './prepare.mjs';
import { endWithNpm } from './starter.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Prepares the project and runs `foyer` with these arguments on the Node that Foyer needs; this process ends as it does. */
export async function handOver(args) {
  endWithNpm();
  try {
    const { node } = await prepare();
    process.exitCode = await runFoyer(node, args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

function runFoyer(node, args) {
  // A session of its own: Ctrl-C reaches it once, through here, and not a second time from the terminal. The channel tells it
  // when this process is gone without a word.
  const foyer = spawn(node, [join(PROJECT_ROOT, 'apps/cli/dist/main.js'), ...args], {
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of FORWARDED) process.on(signal, () => foyer.kill(signal));
  return new Promise((resolve, reject) => {
    foyer.once('error', reject);
    foyer.once('exit', (code) => resolve(code ?? 1));
  });
}
