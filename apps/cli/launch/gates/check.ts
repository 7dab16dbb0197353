// `pnpm check`: all gates, one after the other; the last line counts them.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkContract } from './contract.ts';
import { house, tool, verdict, type Gate, type GateResult } from './gate.ts';
import { checkGenerated } from './generated.ts';
import { checkImports } from './imports.ts';
import { comparePromises, findProvingTests, readPromises } from './promises.ts';
import { checkTypes } from './types.ts';

const GATES: readonly Gate[] = [
  { name: 'types', failing: 'The type check found errors.', run: checkTypes },
  { name: 'lint', failing: 'The linter found errors.', run: () => tool('oxlint', ['.']) },
  {
    name: 'format',
    failing: 'Some files are not formatted: run `pnpm format`.',
    run: () => tool('oxfmt', ['--check', '.']),
  },
  { name: 'imports', failing: 'Some imports go where they must not.', run: checkImportGate },
  {
    name: 'dead code',
    failing: 'Some files, exports or dependencies are used by nothing.',
    run: () => tool('knip', KNIP),
  },
  {
    name: 'generated',
    failing: 'Some generated files are not what their sources give: run `pnpm generate`.',
    run: checkGenerated,
  },
  { name: 'promises', failing: 'Promises and tests do not match.', run: checkPromises },
  { name: 'contract', failing: 'The served schema lacks what the contract has.', run: checkContract },
];
const KNIP = ['--config', '.knip.jsonc', '--no-progress', '--treat-config-hints-as-errors'];

async function checkImportGate(): Promise<GateResult> {
  const { cruised, unseen, violations } = await checkImports(house);
  return verdict([
    ...(cruised === 0 ? ['No source file was read at all.'] : []),
    ...unseen.map((file) => `${file} was not read.`),
    ...violations.map(({ rule, from, to, why }) => `${rule}: ${from} → ${to}\n  ${why}`),
  ]);
}

async function checkPromises(): Promise<GateResult> {
  return verdict(comparePromises(readPromises(house), findProvingTests(house)));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const gate of GATES.filter(({ name }) => values.only?.includes(name) ?? true)) {
    const started = performance.now();
    const result = await settle(gate);
    counts[result.outcome] += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${{ passed: '✓', failed: '✗', skipped: '!' }[result.outcome]} ${gate.name} (${seconds} s)`);
    if (result.outcome === 'failed') console.log(`  ${gate.failing}\n${indent(result.details)}`);
    if (result.outcome === 'skipped') console.log(`  SKIPPED: ${result.details}`);
  }
  const report = process.env['FOYER_TEST_REPORT'];
  if (report) writeFileSync(report, JSON.stringify(counts));
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} SKIPPED` : ''}`,
  );
  if (counts.failed > 0) process.exitCode = 1;
}

/** A gate that breaks has not passed, and does not keep the others from being seen. */
async function settle(gate: Gate): Promise<GateResult> {
  try {
    return await gate.run();
  } catch (error) {
    return { outcome: 'failed', details: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

await main();
