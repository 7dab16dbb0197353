// Brings a checkout to the point where everything can run: dependencies installed, sources built, a Node found. What is up to
// date is left alone, so that this takes milliseconds on every start but the first.
import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildConsole, buildLibraries } from './build.mjs';
import { install } from './install.mjs';
import { isAtLeast, NODE_RUNTIME_MIN } from './node-version.mjs';
import { PROJECT_ROOT } from './project.mjs';

export { PROJECT_ROOT };

/**
 * @param options.console whether the console is needed, whose build takes longest.
 * @returns the path of the Node to run Foyer with.
 * @throws Error whose message is one plain sentence.
 */
export async function prepare({ console = true } = {}) {
  await install();
  const node = findNode();
  await buildLibraries();
  if (console) await buildConsole();
  return { node };
}

/** The Node that the install brought; where none is made for the platform, the one that is running, if it is new enough. */
function findNode() {
  const brought = join(PROJECT_ROOT, 'node_modules/.bin/node');
  const found = spawnSync(brought, ['--version'], { encoding: 'utf8' });
  if (found.status === 0 && isAtLeast(found.stdout, NODE_RUNTIME_MIN)) return brought;
  if (isAtLeast(process.version, NODE_RUNTIME_MIN)) return process.execPath;
  throw new Error(
    `No Node comes with Foyer for ${process.platform}-${process.arch}: install Node ${NODE_RUNTIME_MIN.join('.')} or newer from https://nodejs.org, then start again.`,
  );
}
