import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settledLeftovers, stopAll } from './leftovers.mjs';

const FOR_EVER = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up");';
const GRACE_MS = 300;

// Other systems do not show processes as files.
describe.runIf(process.platform === 'linux')('processes left behind', () => {
  let run: { id: string; dir: string };
  beforeEach(() => {
    const dir = mkdtempSync(join(tmpdir(), 'foyer-left-'));
    run = { id: dir, dir };
  });
  afterEach(async () => {
    await stopAll(run, GRACE_MS);
    rmSync(run.dir, { recursive: true, force: true });
  });

  async function start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    const child = spawn(process.execPath, ['-e', FOR_EVER, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    return child.pid ?? 0;
  }

  it('are known by the environment that they inherited', async () => {
    const pid = await start([], { FOYER_TEST_RUN: run.id });
    expect(await settledLeftovers(run, GRACE_MS)).toEqual([{ pid, command: expect.stringContaining('setInterval') }]);
  });

  it('are known by the temporary folder of the run, where they have an environment of their own', async () => {
    const pid = await start([join(run.dir, 'data')], {});
    expect(await settledLeftovers(run, GRACE_MS)).toEqual([expect.objectContaining({ pid })]);
  });

  it('are not those of another run', async () => {
    const other = { id: `${run.id}-other`, dir: `${run.dir}-other` };
    await start([], { FOYER_TEST_RUN: other.id });
    expect(await settledLeftovers(run, GRACE_MS)).toEqual([]);
    await stopAll(other, GRACE_MS);
  });

  it('are ended even if they do not want to go', async () => {
    await start([], { FOYER_TEST_RUN: run.id });
    await stopAll(run, GRACE_MS);
    expect(await settledLeftovers(run, GRACE_MS)).toEqual([]);
  });
});
