import { setTimeout as sleep } from 'node:timers/promises';
import { spawnPostmaster, type Postmaster, type PostmasterOptions } from './postmaster.js';

/** Where the supervisor tells what it does. A pino logger fits. */
export interface PostgresLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface SupervisedPostmaster {
  /** Ends PostgreSQL for good, within 20 s. */
  stop(): Promise<void>;
}

/** Children of a postmaster that was killed hold on to its shared memory for a moment; a new one refuses to start until they are gone. */
const FIRST_START_PATIENCE_MS = 15_000;
const STILL_IN_USE = /is still in use|lock file ".*" already exists/;

const RESTART_DELAY_MS = { min: 100, max: 5_000 };
/** Whoever ran this long is healthy again: the next restart does not wait. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * Starts PostgreSQL, and starts it again whenever it ends by itself (killed, or the disk was full), until it is stopped.
 *
 * @throws Error with PostgreSQL's last words where the first start fails.
 */
export async function supervisePostmaster(
  options: Omit<PostmasterOptions, 'onLine'>,
  log: PostgresLog,
): Promise<SupervisedPostmaster> {
  const onLine = (line: string): void => log.info({ postgres: line }, 'postgres');
  const start = (): Postmaster => spawnPostmaster({ ...options, onLine });
  let current = await startFirst(start);
  const stopping = new AbortController();
  const watching = keepRunning(current, start, { log, signal: stopping.signal, onStart: (next) => (current = next) });
  return {
    stop: async () => {
      stopping.abort();
      await end(current);
      await watching;
    },
  };
}

async function startFirst(start: () => Postmaster): Promise<Postmaster> {
  const deadline = performance.now() + FIRST_START_PATIENCE_MS;
  for (;;) {
    const postmaster = start();
    if ((await postmaster.ready()) === 'ready') return postmaster;
    const { lastLines, how } = await postmaster.ended;
    if (!STILL_IN_USE.test(lastLines) || performance.now() > deadline)
      throw new Error(lastLines === '' ? how : lastLines);
    await sleep(200);
  }
}

interface Watch {
  readonly log: PostgresLog;
  readonly signal: AbortSignal;
  readonly onStart: (postmaster: Postmaster) => void;
}

async function keepRunning(first: Postmaster, start: () => Postmaster, { log, signal, onStart }: Watch): Promise<void> {
  let postmaster = first;
  let delayMs = RESTART_DELAY_MS.min;
  for (;;) {
    const since = performance.now();
    const end = await postmaster.ended;
    if (signal.aborted) return;
    if (performance.now() - since > HEALTHY_AFTER_MS) delayMs = RESTART_DELAY_MS.min;
    log.warn({ how: end.how, restartsInMs: delayMs }, 'PostgreSQL has ended by itself and is started again');
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    delayMs = Math.min(delayMs * 2, RESTART_DELAY_MS.max);
    postmaster = start();
    onStart(postmaster);
    void postmaster.ready().then((state) => state === 'ready' && log.info({}, 'PostgreSQL is back'));
  }
}

/** Fast (open transactions roll back, everything is written down), then immediate (recovers at the next start), then by force. */
async function end(postmaster: Postmaster): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 12_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 3_000],
  ] as const) {
    postmaster.signal(signal);
    const timeout = new AbortController();
    const ended = await Promise.race([
      postmaster.ended.then(() => true),
      sleep(patienceMs, false, { signal: timeout.signal }).catch(() => false),
    ]);
    timeout.abort();
    if (ended) return;
  }
}
