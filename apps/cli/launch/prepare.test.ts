import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// A checkout with next to nothing in it, and in the place of npm and npx a program that writes down what it was asked to do: what is
// tested is when the real one would be asked.
const FAKE = `#!/bin/sh
echo "$(basename "$PWD"): $(basename "$0") $*" >> "$LOG"
[ -z "$FAIL" ] || { echo "$FAIL" >&2; exit 1; }
case "$*" in
  'run build:libs') for package in packages/types packages/client apps/api apps/cli; do mkdir -p $package/dist; touch $package/dist/.tsbuildinfo; done ;;
  'run build') mkdir -p .next; touch .next/BUILD_ID ;;
esac
`;

const INSTALL = 'a checkout: npx --yes pnpm@1.2.3 install --frozen-lockfile';
const BUILD = 'a checkout: npm run build:libs';
const BUILD_CONSOLE = 'console: npm run build';

describe('prepare', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'foyer-prepare-'))), 'a checkout');
    log = join(folder, 'npx.log');
    cpSync(import.meta.dirname, join(folder, 'apps/cli/launch'), { recursive: true });
    for (const name of ['apps/api', 'apps/cli', 'apps/console', 'packages/types', 'packages/client', 'e2e']) {
      write(`${name}/package.json`, '{"type":"module"}');
      write(`${name}/src/one.ts`, 'export const one = 1;');
    }
    write('package.json', '{"type":"module","engines":{"pnpm":"1.2.3"}}');
    write('pnpm-lock.yaml', 'lockfileVersion: 9.0');
    for (const program of ['bin/npm', 'bin/npx']) {
      write(program, FAKE);
      chmodSync(join(folder, program), 0o755);
    }
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  });
  afterEach(() => rmSync(dirname(folder), { recursive: true }));

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }

  /** Prepares, and tells what npm was asked to do for it. */
  function prepare({ options = '{}', env = {} }: { options?: string; env?: NodeJS.ProcessEnv } = {}): {
    asked: string[];
    said: string;
  } {
    writeFileSync(log, '');
    const script = `import { prepare } from './apps/cli/launch/prepare.mjs';
      await prepare(${options}).then(({ node }) => console.log(node), (error) => console.log(error.message));`;
    const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: path, HOME: folder, LOG: log, ...env },
    });
    return { asked: readFileSync(log, 'utf8').split('\n').filter(Boolean), said: stdout };
  }

  it('installs and builds at first, and then finds that all is there', () => {
    expect(prepare().asked).toEqual([INSTALL, BUILD, BUILD_CONSOLE]);
    expect(prepare()).toEqual({ asked: [], said: `${join(folder, 'node_modules/.bin/node')}\n` });
  });

  it('leaves the console out where it is not needed', () => {
    expect(prepare({ options: '{ console: false }' }).asked).toEqual([INSTALL, BUILD]);
  });

  it.each([
    ['pnpm-lock.yaml', [INSTALL, BUILD, BUILD_CONSOLE]],
    ['e2e/package.json', [INSTALL]],
    ['apps/api/src/two.ts', [BUILD]],
    ['apps/console/src/one.ts', [BUILD_CONSOLE]],
    ['apps/console/next.config.ts', [BUILD_CONSOLE]],
    ['packages/types/src/one.ts', [BUILD, BUILD_CONSOLE]],
    ['apps/api/src/one.test.ts', []],
    ['apps/console/src/one.test.tsx', []],
    ['e2e/journeys/one.spec.ts', []],
    ['README.md', []],
  ])('does what a change of %s asks for', (path, asked) => {
    prepare();
    write(path, '{ "changed": true }');
    expect(prepare().asked).toEqual(asked);
    expect(prepare().asked).toEqual([]);
  });

  it('builds again what was removed', () => {
    prepare();
    rmSync(join(folder, 'apps/api/dist'), { recursive: true });
    rmSync(join(folder, 'apps/console/.next'), { recursive: true });
    expect(prepare().asked).toEqual([BUILD, BUILD_CONSOLE]);
  });

  it('tries again what has failed, and says why it did', () => {
    expect(prepare({ env: { FAIL: 'broken pipe dream' } })).toEqual({
      asked: [INSTALL],
      said: 'Installing the dependencies …\nbroken pipe dream\nInstalling the dependencies failed; the lines above say why.\n',
    });
    expect(prepare().asked).toEqual([INSTALL, BUILD, BUILD_CONSOLE]);
  });

  it.each([
    ['ENOSPC: no space left on device, write', 'the disk is full. Free some space, then start again.'],
    [
      'mkdir: EROFS: read-only file system',
      'the disk is read-only. Put the project on one that can be written, then start again.',
    ],
    [
      'getaddrinfo EAI_AGAIN registry.example',
      'the package registry cannot be reached. See to the network, then start again.',
    ],
  ])('explains %s in one sentence', (failure, sentence) => {
    expect(prepare({ env: { FAIL: failure } }).said).toBe(
      `Installing the dependencies …\nInstalling the dependencies failed: ${sentence}\n`,
    );
  });
});
