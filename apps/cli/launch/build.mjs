import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isStamped, PROJECT_ROOT, writeStamp } from './project.mjs';
import { runStep } from './run-step.mjs';

/** What every build depends on beside its own sources. */
const COMMON = ['pnpm-lock.yaml', 'tsconfig.base.json'];
const LIBRARIES = ['packages/types', 'packages/client', 'apps/api', 'apps/cli'];

/** Compiles the packages that run on Node, where their sources have changed. */
export function buildLibraries() {
  return build({
    title: 'Building Foyer',
    sources: [
      ...COMMON,
      ...LIBRARIES.flatMap((folder) => [`${folder}/src`, `${folder}/package.json`, `${folder}/tsconfig.build.json`]),
    ],
    outputs: LIBRARIES.map((folder) => `${folder}/dist/.tsbuildinfo`),
    stamp: 'apps/cli/dist/.built-from',
    folder: '.',
    script: 'build:libs',
  });
}

/** Builds the console where its sources or those of the packages in it have changed. */
export function buildConsole() {
  return build({
    title: 'Building the console',
    sources: [...COMMON, 'apps/console', 'packages/types/src', 'packages/client/src'],
    outputs: ['apps/console/.next/BUILD_ID'],
    stamp: 'apps/console/.next/.built-from',
    folder: 'apps/console',
    script: 'build',
  });
}

async function build({ title, sources, outputs, stamp, folder, script }) {
  // Taken before: what is changed while it builds is stale at the next start.
  const wanted = fingerprint(sources);
  const isThere = outputs.every((path) => existsSync(join(PROJECT_ROOT, path)));
  if (isThere && isStamped(stamp, wanted)) return;
  await runStep(title, { file: 'npm', args: ['run', script], folder, env: buildEnvironment() });
  writeStamp(stamp, wanted);
}

function buildEnvironment() {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  // What is built is built for production; another name for the environment would only confuse the builder.
  delete env.NODE_ENV;
  return env;
}
