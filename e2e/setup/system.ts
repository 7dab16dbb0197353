import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../../apps/cli/dist/main.js');
const START_MS = 120_000;
const STOP_MS = 30_000;

/** A whole Foyer of its own: database, API and console, as `foyer start` runs them. */
export interface RunningSystem {
  readonly apiUrl: string;
  readonly consoleUrl: string;
  readonly apiKey: string;
  /** All that it has printed. */
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * @param more variables beside those that say where it is.
 * @throws Error with all that it printed, where it does not answer in time.
 */
export async function startSystem(more: Readonly<Record<string, string>> = {}): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-e2e-'));
  // Under root PostgreSQL runs as another user, who has to pass through here.
  await chmod(dataDir, 0o711);
  const [port, consolePort] = await freePorts();
  const apiKey = `foyer_sk_${randomBytes(24).toString('base64url')}`;
  const settings = {
    FOYER_DATA_DIR: dataDir,
    FOYER_PORT: `${port}`,
    FOYER_CONSOLE_PORT: `${consolePort}`,
    FOYER_API_KEY: apiKey,
    ...more,
  };
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));

  const apiUrl = `http://127.0.0.1:${port}`;
  const consoleUrl = `http://127.0.0.1:${consolePort}`;
  const stop = async (): Promise<void> => {
    await end(child, printed);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await Promise.all([answers(`${apiUrl}/readyz`, child), answers(consoleUrl, child)]);
  } catch (error) {
    await stop().catch(() => undefined);
    throw new Error(`Foyer did not start.\n${printed.join('')}`, { cause: error });
  }
  return { apiUrl, consoleUrl, apiKey, printed: () => printed.join(''), stop };
}

/** Two ports that nobody holds. Both are held at once while they are found, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = servers.map(async (server) => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  });
  const [first, second] = await Promise.all([ports[0], ports[1]]);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  if (first === undefined || second === undefined) throw new Error('No free port was found.');
  return [first, second];
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`It exited with ${child.exitCode ?? child.signalCode}.`);
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`${url} did not answer within ${START_MS / 1000} s.`);
}

async function end(child: ChildProcess, printed: readonly string[]): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([exited.then(() => true), sleep(STOP_MS, false, { ref: false })]);
  if (inTime) return;
  child.kill('SIGKILL');
  throw new Error(`Foyer did not stop within ${STOP_MS / 1000} s.\n${printed.join('')}`);
}
