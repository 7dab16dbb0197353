// Runs Next.js with what this console insists on, whoever starts it: no telemetry, and until people can sign in, only
// this machine may connect. Next reads neither from its configuration file.
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

const [command = 'start', ...rest] = process.argv.slice(2);
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const { FOYER_CONSOLE_HOST: host, FOYER_CONSOLE_PORT: port, FOYER_DATA_DIR: dataDir } = process.env;

process.env.NEXT_TELEMETRY_DISABLED = '1';
// Relative paths of the configuration start at the root of the project, wherever this was started.
process.env.FOYER_DATA_DIR = resolve(projectRoot, dataDir || '.foyer');
process.chdir(import.meta.dirname);

const listens = command === 'build' ? [] : ['-H', host || '127.0.0.1', '-p', port || '3000'];
process.argv.splice(2, Infinity, command, ...listens, ...rest);
await import('next/dist/bin/next');
