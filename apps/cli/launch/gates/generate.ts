// `pnpm generate`: writes everything that is made from something else. Needs the libraries built.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { house, run } from './gate.ts';
import { findProvingTests, readPromises, renderPromises } from './promises.ts';

/** Where generated files lie. Nothing else may be written by `generate`. */
export const GENERATED = [
  'apps/api/schema.graphql',
  'apps/api/docs/{errors,policy,promises}.md',
  '{apps,packages}/*/src/**/generated/**/*',
];

/** @throws Error with the output of the step that failed. */
export async function generate(): Promise<void> {
  await step('apps/api', 'node', ['dist/print-schema.js']);
  // The typed documents are made from the schema that was just printed.
  for (const manifest of globSync(['packages/*/package.json', 'apps/*/package.json'], { cwd: house })
    .toSorted()
    .reverse()) {
    const { scripts } = JSON.parse(readFileSync(join(house, manifest), 'utf8')) as { scripts?: Record<string, string> };
    if (scripts?.['generate']) await step(dirname(manifest), 'sh', ['-c', scripts['generate']]);
  }
  write('promises.md', renderPromises(readPromises(house), findProvingTests(house)));
  write('errors.md', await renderErrors());
  await step('apps/api', 'node', ['dist/print-policy.js']);
}

async function renderErrors(): Promise<string> {
  const { ERROR_CODES } = await import('@foyer/types/errors');
  return [
    '<!-- Written by `pnpm generate` from packages/types/src/errors.ts. -->',
    '# Error codes',
    '',
    'Every error of the API carries one of these as `extensions.code`, or a code of GraphQL itself.',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
  ].join('\n');
}

async function step(folder: string, command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args, join(house, folder));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} in ${folder} failed:\n${output.trimEnd()}`);
}

function write(name: string, text: string): void {
  writeFileSync(join(house, 'apps/api/docs', name), text);
}

if (import.meta.main) await generate();
