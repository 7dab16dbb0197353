import type { Command } from 'commander';
import { checkSystem, type Finding } from '../system/check-system.js';
import { readSettings } from '../system/settings.js';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Looks at everything that Foyer needs, and says what is wrong. Exits with 1 where something is.')
    .action(async () => {
      const findings = await checkSystem(readSettings(process.env));
      process.stdout.write(`${tabulate(findings)}\n`);
      process.exitCode = findings.every(({ isFine }) => isFine) ? 0 : 1;
    });
}

function tabulate(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  return findings
    .map(({ subject, isFine, detail }) => `${isFine ? '✓' : '✗'} ${subject.padEnd(width)}  ${detail}`)
    .join('\n');
}
