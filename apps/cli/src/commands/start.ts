import type { Command } from 'commander';
import { explainDisk, makeDataFolder } from '../system/data-folder.js';
import { assertPortFree } from '../system/ports.js';
import { endLeftovers } from '../system/run-file.js';
import { RunningSystem, type Entrances } from '../system/running-system.js';
import { readSettings, type SystemSettings } from '../system/settings.js';
import { stopRequested } from '../system/stop-request.js';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('Starts the API with its database and the console, and stays until Ctrl-C.')
    .action(async () => {
      process.exitCode = await start(readSettings(process.env));
    });
}

/** Runs until it is asked to stop (0) or a part ends by itself (1). */
async function start(settings: SystemSettings): Promise<number> {
  ignoreBrokenPipes();
  makeDataFolder(settings.dataDir);
  await endLeftovers(settings.dataDir);
  await assertPortFree(settings.apiHost, settings.apiPort, 'FOYER_PORT');
  await assertPortFree(settings.consoleHost, settings.consolePort, 'FOYER_CONSOLE_PORT');
  const system = new RunningSystem(settings, process.env);
  const asked = stopRequested(() => system.kill()).then(() => null);
  try {
    const failure = await Promise.race([asked, serve(system, settings)]);
    say(failure ?? '\nStopping …');
    return failure === null ? 0 : 1;
  } catch (error) {
    throw explainDisk(error, settings.dataDir);
  } finally {
    await system.stop();
    // The channel to the process that started this one would keep it from ending.
    if (process.connected) process.disconnect();
  }
}

/** @returns why it is over. */
async function serve(system: RunningSystem, settings: SystemSettings): Promise<string> {
  say('Starting …');
  const entrances = await system.start();
  say(`
Foyer is running.

${facts(settings, entrances)}

Press Ctrl-C to stop.`);
  return system.failed();
}

function facts({ consoleUrl, apiUrl, dataDir }: SystemSettings, { apiKey, setUpUrl }: Entrances): string {
  const rows = [
    ['Console', consoleUrl],
    ...(setUpUrl === null ? [] : [['First visit', setUpUrl]]),
    ['API', `${apiUrl}/graphql`],
    ['API key', apiKey ?? `made on the console’s Access page: ${consoleUrl}/access/keys`],
    ['Logs', `${dataDir}/logs`],
  ];
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(FACT_WIDTH)}${value}`).join('\n');
}

/** Of the longest name, and some room. */
const FACT_WIDTH = 14;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Whoever reads the output may be gone before this process is; that must not keep it from ending its parts in order. */
function ignoreBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
