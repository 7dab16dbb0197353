#!/usr/bin/env node
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { registerDoctor } from './commands/doctor.js';
import { registerExport } from './commands/export.js';
import { registerImport } from './commands/import.js';
import { registerKeys } from './commands/keys.js';
import { registerMigrate } from './commands/migrate.js';
import { registerStart } from './commands/start.js';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

const program = new Command('foyer')
  .description('One durable session per person, wherever they talk to you.')
  .version(version);
for (const register of [registerStart, registerMigrate, registerImport, registerExport, registerKeys, registerDoctor])
  register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
