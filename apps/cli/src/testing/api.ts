import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient, type FoyerClient } from '@foyer/client';
import { API_MAIN } from '../system/settings.js';

/** A real API with its own embedded database, which is gone with it. */
export interface TestApi {
  readonly url: string;
  readonly key: string;
  readonly client: FoyerClient;
  /** The same data under another key: no idempotency key that was used before is known to it. */
  restartWithNewKey(): Promise<TestApi>;
  stop(): Promise<void>;
}

export async function startApi(dataDir = makeDataDir(), turn = 1): Promise<TestApi> {
  const key = `foyer_sk_test_key_number_${turn}`;
  const { PATH, TMPDIR, FOYER_TEST_RUN } = process.env;
  const child = fork(API_MAIN, {
    env: {
      PATH,
      TMPDIR,
      FOYER_TEST_RUN,
      FOYER_PORT: '0',
      FOYER_DATA_DIR: dataDir,
      FOYER_API_KEY: key,
      FOYER_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await readyAddress(child);
  return {
    url,
    key,
    client: createClient({ url, apiKey: key }),
    async restartWithNewKey() {
      await end(child);
      return startApi(dataDir, turn + 1);
    },
    async stop() {
      await end(child);
      await rm(dirname(dataDir), { recursive: true, force: true });
    },
  };
}

function makeDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-cli-test-'));
  // Under root PostgreSQL runs as another user, who has to pass through here.
  chmodSync(folder, 0o711);
  return join(folder, 'data');
}

async function readyAddress(child: ChildProcess): Promise<string> {
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The API ended with ${String(code)} before it was ready.`);
  });
  const [message] = (await Promise.race([once(child, 'message'), failed])) as [{ readonly ready: string }];
  return message.ready;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
