import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError } from './plain-error.js';

/** The folder that holds the whole project; everything that `foyer` starts lies in it. */
export const PROJECT_ROOT = resolve(fileURLToPath(import.meta.url), '../../../../..');

/** The API's program. */
export const API_MAIN = join(PROJECT_ROOT, 'apps/api/dist/main.js');

/** Where the parts of one Foyer are to be found, as the environment says. */
export interface SystemSettings {
  /** Absolute. */
  readonly dataDir: string;
  readonly apiHost: string;
  readonly apiPort: number;
  readonly consoleHost: string;
  readonly consolePort: number;
  /** What a client on this machine writes in front of a path. */
  readonly apiUrl: string;
  readonly consoleUrl: string;
  /** Null where the API makes one at its first start and keeps it in the data folder. */
  readonly apiKey: string | null;
  /** Whether PostgreSQL is the one that comes with Foyer. */
  readonly isEmbedded: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws PlainError naming the variable that cannot be used. */
export function readSettings(env: Environment): SystemSettings {
  const dataDir = given(env, 'FOYER_DATA_DIR') ?? '.foyer';
  const apiHost = given(env, 'FOYER_HOST') ?? '127.0.0.1';
  const apiPort = readPort(env, 'FOYER_PORT', 4000);
  const consoleHost = given(env, 'FOYER_CONSOLE_HOST') ?? '127.0.0.1';
  const consolePort = readPort(env, 'FOYER_CONSOLE_PORT', 3000);
  if (apiPort === consolePort)
    throw new PlainError(`FOYER_PORT and FOYER_CONSOLE_PORT are both ${apiPort}. Give them two ports.`);
  return {
    dataDir: isAbsolute(dataDir) ? dataDir : join(PROJECT_ROOT, dataDir),
    apiHost,
    apiPort,
    consoleHost,
    consolePort,
    apiUrl: `http://${reachable(apiHost)}:${apiPort}`,
    consoleUrl: `http://${reachable(consoleHost)}:${consolePort}`,
    apiKey: given(env, 'FOYER_API_KEY'),
    isEmbedded: given(env, 'FOYER_DATABASE_URL') === null,
  };
}

/** Set to nothing counts as not set, as the API has it. */
const given = (env: Environment, name: string): string | null => (env[name] === '' ? null : (env[name] ?? null));

function readPort(env: Environment, name: string, byDefault: number): number {
  const text = given(env, name);
  if (text === null) return byDefault;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new PlainError(`${name} must be a number from 1 to 65535, and is "${text}".`);
  return port;
}

/** An address to listen on that stands for all of them is not one to connect to. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
