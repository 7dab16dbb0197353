import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../../apps/api/dist/main.js', import.meta.url));

/** The built API, with an embedded database of its own. */
export class TestApi {
  readonly key = 'foyer_sk_of_the_client_tests';
  url = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'foyer-client-test-'));
  #child: ChildProcess | null = null;

  constructor() {
    // Under root PostgreSQL runs as another user, who has to pass through here.
    chmodSync(this.#folder, 0o711);
  }

  /** Starts it; a second time, with the same data at the same address. */
  async start(): Promise<void> {
    // oxlint-disable-next-line foyer/no-ambient -- What a child process inherits is the test's own to say.
    const { PATH, TMPDIR, FOYER_TEST_RUN } = process.env;
    const child = fork(program, {
      env: {
        PATH,
        TMPDIR,
        FOYER_TEST_RUN,
        FOYER_PORT: this.url === '' ? '0' : new URL(this.url).port,
        FOYER_DATA_DIR: join(this.#folder, 'data'),
        FOYER_API_KEY: this.key,
        FOYER_LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`The API ended with ${String(code)} before it was ready.`);
    });
    const [message] = (await Promise.race([once(child, 'message'), failed])) as [{ readonly ready: string }];
    this.url = message.ready;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
