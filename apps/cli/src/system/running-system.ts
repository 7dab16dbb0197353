import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { readApiKey } from './data-folder.js';
import { isHealthy, isServing } from './health.js';
import { startPart, type Part } from './part.js';
import { PlainError } from './plain-error.js';
import { findListener } from './ports.js';
import { forgetRun, recordRun } from './run-file.js';
import { API_MAIN, PROJECT_ROOT, type SystemSettings } from './settings.js';

const CONSOLE_STOP_MS = 5_000;
/** The API lets running requests finish and then ends its database. */
const API_STOP_MS = 22_000;

/** How one comes in. */
export interface Entrances {
  /** A key that may do everything; null where keys are in the database alone, which keeps only their hashes. */
  readonly apiKey: string | null;
  /** Where the first operator is made; null where there is one. */
  readonly setUpUrl: string | null;
}

/** API and console, started by this process and ended by it. */
export class RunningSystem {
  readonly #settings: SystemSettings;
  readonly #env: Environment;
  #parts: Part[] = [];
  #isStopping = false;

  constructor(settings: SystemSettings, env: Environment) {
    this.#settings = settings;
    this.#env = env;
  }

  /**
   * Starts the API, and when it serves, the console.
   *
   * @throws PlainError where one of them ends before it serves.
   */
  async start(): Promise<Entrances> {
    const { dataDir, apiUrl, consoleUrl, consolePort } = this.#settings;
    const instance = randomUUID();
    const api = this.#add(this.#startApi(instance));
    await serving(api, () => isHealthy(apiUrl, instance));
    const setUpUrl = readSetUpUrl(await Promise.race([api.said, api.ended]));
    const entrances = { apiKey: this.#settings.apiKey ?? readApiKey(dataDir), setUpUrl };
    if (this.#isStopping) return entrances;
    const console = this.#add(this.#startConsole());
    // Some systems do not tell who listens; there, that the console lives and somebody answers has to be enough.
    await serving(
      console,
      async () => (await isServing(consoleUrl)) && (findListener(consolePort) ?? console.pid) === console.pid,
    );
    return entrances;
  }

  /** Settles when one of the parts has ended by itself, with a sentence that says so. */
  async failed(): Promise<string> {
    const [part, how] = await Promise.race(this.#parts.map(async (one) => [one, await one.ended] as const));
    return `${part.name} has ended by itself (${how}).${inLines(part.lastWords())}`;
  }

  /** Console first, so that nobody sees it without an API; then the API, which ends its database. Bounded: 27 s. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const [api, console] = this.#parts;
    try {
      if (api !== undefined) this.#record();
    } catch {
      // A full disk keeps the next start from knowing, but nothing from being stopped.
    }
    await console?.stop(CONSOLE_STOP_MS);
    await api?.stop(API_STOP_MS);
    forgetRun(this.#settings.dataDir);
  }

  /** Ends everything at once. The database notices, and ends in order. */
  kill(): void {
    for (const part of this.#parts) part.kill();
  }

  #add(part: Part): Part {
    this.#parts = [...this.#parts, part];
    this.#record();
    return part;
  }

  #record(): void {
    const pids = this.#parts.map(({ pid }) => pid);
    recordRun(this.#settings.dataDir, pids, this.#isStopping);
  }

  #startApi(instance: string): Part {
    const { dataDir, consoleUrl } = this.#settings;
    return startPart({
      name: 'The API',
      args: [API_MAIN],
      cwd: PROJECT_ROOT,
      env: {
        NODE_ENV: 'production',
        // The page for trying out queries holds nothing by itself, and whoever starts both parts on one machine wants it.
        FOYER_IDE: 'on',
        FOYER_CONSOLE_URL: consoleUrl,
        ...givenOf(this.#env),
        FOYER_INSTANCE: instance,
        FOYER_DATA_DIR: dataDir,
      },
      logPath: logPath(dataDir, 'api'),
    });
  }

  #startConsole(): Part {
    const { apiUrl, consoleHost, consolePort, dataDir } = this.#settings;
    const guard = fileURLToPath(new URL('orphan-guard.js', import.meta.url));
    return startPart({
      name: 'The console',
      args: ['--import', guard, join(PROJECT_ROOT, 'apps/console/run-next.mjs'), 'start'],
      cwd: PROJECT_ROOT,
      env: {
        ...withoutSecrets(this.#env),
        FOYER_CONSOLE_HOST: consoleHost,
        FOYER_CONSOLE_PORT: String(consolePort),
        FOYER_API_URL: `${apiUrl}/graphql`,
      },
      logPath: logPath(dataDir, 'console'),
    });
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is set to nothing counts as not set. */
const givenOf = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));

/** What opens the API or its database is none of the console's business: it asks with the login of whoever looks at it. */
const SECRETS: ReadonlySet<string> = new Set([
  'FOYER_API_KEY',
  'FOYER_ADMIN_EMAIL',
  'FOYER_ADMIN_PASSWORD',
  'FOYER_DATABASE_URL',
  'FOYER_TOKEN_SECRET',
]);
const withoutSecrets = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.has(name)));

/** The API says it when it serves. */
function readSetUpUrl(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('setUpUrl' in message)) return null;
  return typeof message.setUpUrl === 'string' ? message.setUpUrl : null;
}

/** Where a part's output is kept. */
const logPath = (dataDir: string, part: 'api' | 'console'): string => join(dataDir, 'logs', `${part}.log`);

/** Waits for as long as the part lives: recovering a large database takes its time. */
async function serving(part: Part, isReady: () => Promise<boolean>): Promise<void> {
  while (part.isRunning()) {
    if (await isReady()) return;
    await sleep(100);
  }
  const words = part.lastWords();
  throw new PlainError(words === '' ? `${part.name} did not start (${await part.ended}).` : words);
}

const inLines = (words: string): string => (words === '' ? '' : `\n${words}`);
