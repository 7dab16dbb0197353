import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, isStamped, PROJECT_ROOT, workspacePackages, writeStamp } from './project.mjs';
import { runStep } from './run-step.mjs';

const STAMP = 'node_modules/.foyer-installed';

/** Installs what the lockfile says, unless that is what is there. */
export async function install() {
  const wanted = fingerprint([
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...workspacePackages().map((folder) => `${folder}/package.json`),
  ]);
  if (isStamped(STAMP, wanted)) return;
  await runStep('Installing the dependencies', {
    file: 'npx',
    args: ['--yes', `pnpm@${pinnedPnpm()}`, 'install', '--frozen-lockfile'],
    env: installEnvironment(),
  });
  writeStamp(STAMP, wanted);
}

/** Nobody has to have pnpm: npm, which comes with Node, brings the version that the lockfile was written with. */
function pinnedPnpm() {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')).engines.pnpm;
}

function installEnvironment() {
  // CI: nobody is there to answer a question.
  const env = { ...process.env, ...usableHome(), CI: 'true' };
  // In a production environment the package manager would leave out what the build needs.
  delete env.NODE_ENV;
  return env;
}

/** npm and pnpm keep their caches at home. Users of a service have none, or one that they cannot write: they get one in the project. */
function usableHome() {
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    const home = join(PROJECT_ROOT, 'node_modules/.home');
    mkdirSync(home, { recursive: true });
    // The npm that runs this has already told its children where its own cache is.
    return { HOME: home, npm_config_cache: join(home, '.npm') };
  }
}
