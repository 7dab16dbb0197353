import type { Command } from 'commander';
import { makeDataFolder } from '../system/data-folder.js';
import { PlainError } from '../system/plain-error.js';
import { runApi } from '../system/run-api.js';
import { readSettings } from '../system/settings.js';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Brings the database up to this version, also while Foyer is running.')
    .action(async () => {
      const settings = readSettings(process.env);
      if (settings.isEmbedded) makeDataFolder(settings.dataDir);
      const { code, complaint } = await runApi('migrate', settings);
      if (code !== 0) throw new PlainError(complaint || `The migration ended with exit code ${code}.`);
      process.stdout.write('The database is up to date.\n');
    });
}
