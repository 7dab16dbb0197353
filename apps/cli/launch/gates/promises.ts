// The promises of docs/promises.json and the tests that prove them. A test cites a promise by its number in its own name
// or in a `describe` around it; a test that may be skipped proves nothing.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

const TESTS = [
  'apps/*/src/**/*.test.{ts,tsx}',
  'apps/*/launch/**/*.test.{ts,mjs}',
  'packages/*/src/**/*.test.ts',
  'e2e/**/*.spec.ts',
];
const NUMBER = /\b[A-Z]\d{1,2}\b/g;
const GROUPS = new Set(['describe', 'suite']);
const CASES = new Set(['it', 'test']);
const MAYBE = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fixme', 'fails', 'only']);

export interface Promises {
  /** Parts of the contract that the product has; part 1 is the foundation. */
  readonly delivered: readonly number[];
  readonly promises: readonly {
    readonly id: string;
    readonly title: string;
    readonly part: number;
    /** What a later part adds to a promise that is kept from now on. */
    readonly later?: string;
  }[];
}

export interface ProvingTest {
  readonly file: string;
  readonly name: string;
  readonly promises: readonly string[];
}

export function readPromises(root: string): Promises {
  return JSON.parse(readFileSync(join(root, 'apps/api/docs/promises.json'), 'utf8')) as Promises;
}

/** All tests of the tree whose name, or the name of a group around them, carries the number of a promise. */
export function findProvingTests(root: string): ProvingTest[] {
  const files = globSync(TESTS, { cwd: root, exclude: (name) => name === 'node_modules' }).toSorted();
  return files.flatMap((file) =>
    testNames(file, readFileSync(join(root, file), 'utf8')).flatMap((name) => {
      const promises = [...new Set(name.match(NUMBER) ?? [])];
      return promises.length > 0 ? [{ file, name, promises }] : [];
    }),
  );
}

/** What is wrong between promises and tests, one sentence each. */
export function comparePromises({ delivered, promises }: Promises, tests: readonly ProvingTest[]): string[] {
  const known = new Set(promises.map(({ id }) => id));
  const families = new Set(promises.map(({ id }) => id.replace(/\d+$/, '')));
  const proven = new Set(tests.flatMap((test) => test.promises));
  const unproven = promises.filter(({ id, part }) => delivered.includes(part) && !proven.has(id));
  const unknown = tests.flatMap((test) =>
    test.promises.filter((id) => !known.has(id) && families.has(id.replace(/\d+$/, ''))).map((id) => ({ id, ...test })),
  );
  return [
    ...unproven.map(
      ({ id, title }) => `${id} is promised (“${title}”), but no test that always runs carries its number.`,
    ),
    ...unknown.map(({ id, file, name }) => `${file}: “${name}” cites ${id}, which no promise has.`),
  ];
}

/** docs/promises.md, whole. */
export function renderPromises({ delivered, promises }: Promises, tests: readonly ProvingTest[]): string {
  const kept = promises.filter(({ part }) => delivered.includes(part));
  const coming = promises.filter(({ part }) => !delivered.includes(part));
  return [
    '<!-- Written by `pnpm generate` from promises.json and the names of the tests. -->',
    '# Promises and their tests',
    '',
    '| promise | what it says | tests |',
    '| --- | --- | --- |',
    ...kept.map(
      ({ id, title, later }) => `| ${id} | ${cell(later ? `${title} (${later})` : title)} | ${proofs(id, tests)} |`,
    ),
    '',
    '## Coming',
    '',
    '| promise | what it says | part |',
    '| --- | --- | --- |',
    ...coming.map(({ id, title, part }) => `| ${id} | ${cell(title)} | ${part} |`),
    '',
  ].join('\n');
}

/** File by file, so that each is named once. */
function proofs(id: string, tests: readonly ProvingTest[]): string {
  const byFile = Map.groupBy(
    tests.filter((test) => test.promises.includes(id)),
    ({ file }) => file,
  );
  return [...byFile]
    .flatMap(([file, found]) => [`\`${file}\``, ...found.map(({ name }) => `· ${cell(name)}`)])
    .join('<br>');
}

function cell(text: string): string {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('<', '&lt;')
    .replaceAll(/\s+/g, ' ');
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The full names, groups first, of the tests in a source text that run wherever the file runs. */
export function testNames(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  return collect(program as unknown, []);
}

function collect(value: unknown, groups: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => collect(item, groups));
  if (!isNode(value)) return [];
  const call = value.type === 'CallExpression' ? asTest(value) : undefined;
  if (call?.kind === 'skipped') return [];
  if (call?.kind === 'case') return [[...groups, call.name].join(' › ')];
  const inside = call ? [...groups, call.name] : groups;
  return Object.values(value).flatMap((child) => collect(child, inside));
}

/** What a call declares: `it('…')`, `describe.each(rows)('…')`, `test.describe('…')` and their like. */
function asTest(call: Node): { readonly kind: 'case' | 'group' | 'skipped'; readonly name: string } | undefined {
  const words = calleeWords(call['callee']);
  const name = literal((call['arguments'] as Node[])[0]);
  if (name === undefined || words.length === 0) return undefined;
  const [first = ''] = words;
  if (!GROUPS.has(first) && !CASES.has(first)) return undefined;
  if (words.some((word) => MAYBE.has(word))) return { kind: 'skipped', name };
  const isGroup = words.some((word) => GROUPS.has(word));
  // `test.step`, `test.use` and the like declare nothing of their own.
  const declares =
    isGroup || words.slice(1).every((word) => ['each', 'for', 'concurrent', 'sequential', 'extend'].includes(word));
  return declares ? { kind: isGroup ? 'group' : 'case', name } : undefined;
}

function calleeWords(callee: unknown): string[] {
  if (!isNode(callee)) return [];
  if (callee.type === 'Identifier') return [String(callee['name'])];
  if (callee.type === 'MemberExpression') return [...calleeWords(callee['object']), ...calleeWords(callee['property'])];
  if (callee.type === 'CallExpression') return calleeWords(callee['callee']);
  return callee.type === 'TaggedTemplateExpression' ? calleeWords(callee['tag']) : [];
}

function literal(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type !== 'TemplateLiteral') return undefined;
  return (node['quasis'] as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked).join('…');
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
