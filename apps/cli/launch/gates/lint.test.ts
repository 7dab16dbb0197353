import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { house, run } from './gate.ts';

const SLICE = 'apps/api/src/sessions';

/** File, rule, source: each must be refused. */
const REFUSED: readonly (readonly [rule: string, file: string, source: string])[] = [
  [
    'no-floating-promises',
    `${SLICE}/a.ts`,
    'export async function work(): Promise<void> {}\nexport function go(): void { work(); }',
  ],
  ['no-explicit-any', `${SLICE}/b.ts`, 'export const value: any = 1;'],
  ['no-non-null-assertion', `${SLICE}/c.ts`, 'export const value = (list: string[]): string => list[0]!;'],
  ['no-definite-assignment', `${SLICE}/d.ts`, 'export class Row { name!: string; }'],
  ['no-console', `${SLICE}/e.ts`, `console.log('here');`],
  ['no-default-export', `${SLICE}/f.ts`, 'export default 1;'],
  ['no-ambient', `${SLICE}/g.ts`, `export const home = process.env['HOME'];`],
  ['no-ambient', `${SLICE}/h.ts`, 'export const { env } = process;'],
  ['no-ambient', `${SLICE}/i.ts`, `import { env } from 'node:process'; export { env };`],
  ['no-ambient', `${SLICE}/j.ts`, 'export const now = Date.now();'],
  ['no-ambient', `${SLICE}/k.ts`, 'export const now = new Date();'],
  ['no-ambient', `${SLICE}/l.ts`, 'export const now = Date();'],
  ['no-ambient', `${SLICE}/m.ts`, 'export const roll = Math.random();'],
  ['no-ambient', `${SLICE}/n.ts`, `import { randomUUID } from 'node:crypto'; export { randomUUID };`],
  ['no-ambient', `${SLICE}/o.ts`, 'export const id = globalThis.crypto.randomUUID();'],
  ['no-ambient', 'packages/client/src/p.ts', 'export const now = Date.now();'],
  ['max-lines', `${SLICE}/q.ts`, Array.from({ length: 301 }, (_, line) => `export const line${line} = 1;`).join('\n')],
  [
    'max-lines-per-function',
    `${SLICE}/r.ts`,
    `export function long(): number {\n${'  long();\n'.repeat(40)}  return 1;\n}`,
  ],
  [
    'short-methods',
    `${SLICE}/s.resolver.ts`,
    `export class Lines { line(): this { ${'\n  this.line();'.repeat(11)}\n return this; } }`,
  ],
  ['max-params', `${SLICE}/t.ts`, 'export const many = (a: 1, b: 1, c: 1, d: 1, e: 1): number => a + b + c + d + e;'],
  ['no-disabled-tests', `${SLICE}/u.test.ts`, `import { it } from 'vitest';\nit.skip('sleeps', () => {});`],
  ['no-focused-tests', `${SLICE}/v.test.ts`, `import { it } from 'vitest';\nit.only('is alone', () => {});`],
];

/** What the rules must leave alone. */
const ALLOWED: readonly (readonly [file: string, source: string])[] = [
  [
    `${SLICE}/row.entity.ts`,
    'const Column = (): PropertyDecorator => () => {};\nexport class Row { @Column() name!: string; }',
  ],
  [`${SLICE}/time.ts`, `export const at = (text: string): Date => new Date(text);`],
  [`${SLICE}/row.graphql.ts`, 'export class Row { hidden!: string; }'],
  [
    `${SLICE}/row.resolver.ts`,
    'export class Rows {\n  add(a: 1, b: 1, c: 1, d: 1, e: 1): number {\n    return a + b + c + d + e;\n  }\n}',
  ],
  [
    'apps/api/src/core/clock.ts',
    `export const now = (): Date => new Date();\nexport const home = process.env['HOME'];`,
  ],
  ['apps/cli/src/main.ts', `console.log(process.env['HOME'], Date.now());`],
  ['apps/console/src/app/page.tsx', 'export default function Page(): null { return null; }'],
  [`${SLICE}/row.test.ts`, `import { randomUUID } from 'node:crypto'; export const id = randomUUID();`],
  ['apps/api/vitest.config.ts', 'export default {};'],
];

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

describe('the linter', () => {
  let root: string;
  let found: readonly Diagnostic[];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'foyer-lint-'));
    const config = readFileSync(join(house, '.oxlintrc.json'), 'utf8');
    plant('.oxlintrc.json', config.replace('"./apps/cli/', `"${house}/apps/cli/`));
    plant('tsconfig.json', readFileSync(join(house, 'tsconfig.base.json'), 'utf8'));
    symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'));
    for (const [, file, source] of REFUSED) plant(file, source);
    for (const [file, source] of ALLOWED) plant(file, source);
    const { stdout } = await run('oxlint', ['apps', 'packages', '--format', 'json'], root);
    found = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function plant(file: string, source: string): void {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  }

  it.each(REFUSED)('%s bites on %s', (rule, file) => {
    const here = found.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(here).toContainEqual(expect.stringContaining(`(${rule})`));
  });

  it.each(ALLOWED)('leaves %s alone', (file) => {
    expect(found.filter(({ filename }) => filename === file)).toEqual([]);
  });
});
