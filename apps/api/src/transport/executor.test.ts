import fc from 'fast-check';
import { getOperationAST, graphql, parse, type ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { SYSTEM_ACTOR } from '../core/context.js';
import { Gatherer } from '../core/gather.js';
import { RequestContext } from '../core/request-context.js';
import { echoSchema as schema } from '../testing/echo-schema.js';
import { createExecutor } from './executor.js';

const { execute } = createExecutor(schema, readConfig({}).limits.document);
const context = new RequestContext({
  actor: SYSTEM_ACTOR,
  requestId: 'request',
  environment: 'server',
  visit: null,
  gatherer: new Gatherer(),
});

const compiled = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<ExecutionResult> => {
  const document = parse(query);
  return execute({ document, operation: getOperationAST(document) ?? undefined, variables, context });
};
const echo = async (
  args: string,
  variables?: Readonly<Record<string, unknown>>,
  definitions = '',
): Promise<unknown> => {
  const { data, errors } = await compiled(`query Q${definitions} { echo${args} }`, variables);
  expect(errors).toBeUndefined();
  return data?.['echo'];
};

describe('a compiled document', () => {
  // Among them the compiler's own marks: what follows one in a literal would become part of the program that it makes.
  it.each([
    '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0), text: (globalThis.intruder = 1), id: ("',
    '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0',
    '"__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0',
    '__MAGIC_NAN__57f286b9_4c20_487f_b409_79804ddcb4f8',
    '__MAGIC_PLUS_INFINITY__bb201c39_3333_4695_b4ad_7f1722e7aa7a',
    '"); globalThis.intruder = 1; ("',
    '${globalThis.intruder = 1}',
    '`; globalThis.intruder = 1; `',
    "'; globalThis.intruder = 1; '",
  ])('takes the literal %j for a text, wherever it stands', async (text) => {
    const literal = JSON.stringify(text);
    const args = `(text: ${literal}, inner: { text: ${literal}, json: [${literal}] }, nested: [[${literal}]], json: { a: ${literal} })`;
    expect(await echo(args)).toMatchObject({
      text,
      inner: { text, json: [text] },
      nested: [[text]],
      json: { a: text },
    });
    expect(await echo('(text: $t)', {}, `($t: String = ${literal})`)).toMatchObject({ text });
    expect(await echo('(json: $t)', {}, `($t: JSON = [${literal}])`)).toMatchObject({ json: [text] });
    expect(globalThis).not.toHaveProperty('intruder');
  });

  it('V4: keeps every key of a literal, those that mean something to JavaScript as well', async () => {
    const mark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d0';
    const expected = `{"${mark}":3,"__proto__":{"a":1},"constructor":2,"toString":4}`;
    const literal = expected.replaceAll(/"(\w+)":/g, '$1: ');
    for (const given of [
      await echo(`(json: ${literal})`),
      await echo('(json: $j)', {}, `($j: JSON = ${literal})`),
      await echo('(json: $j)', { j: JSON.parse(expected) as unknown }, '($j: JSON)'),
    ]) {
      expect(JSON.stringify((given as { json: unknown }).json)).toBe(expected);
    }
  });

  it('gives instants to resolvers as instants, from literals, variables and defaults', async () => {
    const at = '2026-01-31T12:00:00.000Z';
    for (const given of [
      await echo(`(at: "${at}", inner: { at: "${at}" })`),
      await echo('(at: $at, inner: { at: $at })', { at }, '($at: DateTime)'),
      await echo('(at: $at, inner: { at: $at })', {}, `($at: DateTime = "${at}")`),
      await echo('(at: $at, inner: $inner)', { at }, `($at: DateTime, $inner: Inner = { at: "${at}" })`),
    ]) {
      expect(given).toMatchObject({ at: { instant: at }, inner: { at: { instant: at } } });
    }
  });

  it('tells null from what was not given', async () => {
    const given = await echo(
      '(text: null, json: $j, inner: { text: $t, json: null })',
      { j: null },
      '($j: JSON, $t: String)',
    );
    expect(given).toEqual({
      text: null,
      number: 3,
      flag: true,
      json: null,
      inner: { json: null, number: 7, color: 'red' },
    });
  });

  it('keeps ids that are written as numbers of any length', async () => {
    expect(await echo('(id: 123456789012345678901234567890)')).toMatchObject({ id: '123456789012345678901234567890' });
  });

  it('names the places of at most 20 wrong values, and says of each what is wrong', async () => {
    const i = { list: Array.from({ length: 100_000 }, () => ({ number: 'x' })) };
    const { data, errors } = await compiled('query ($i: Inner) { echo(inner: $i) }', { i });
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(20);
    expect(errors?.[3]).toMatchObject({
      message: 'i.list.3.number: Int cannot represent non-integer value: "x"',
      extensions: { code: 'BAD_USER_INPUT', field: 'i.list.3.number' },
    });
  });

  it('answers as the interpreter does, whatever comes as literal, variable or default', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...Object.keys(VALUES)), PLACED), async (plan) => {
        const { query, variables } = written(plan);
        const expected = await graphql({ schema, source: query, variableValues: variables });
        const answer = await compiled(query, variables);
        expect(JSON.stringify(answer.data)).toBe(JSON.stringify(expected.data));
        expect(answer.errors === undefined).toBe(expected.errors === undefined);
      }),
      { numRuns: 250 },
    );
  }, 30_000);
});

describe('a compiled selection', () => {
  it('has the fields that the interpreter gives, whatever is skipped, included, spread or asked twice', async () => {
    const booleans = fc.record({ a: fc.boolean(), b: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(SELECTION, SELECTION, booleans, async (selection, fragment, variables) => {
        const head = 'query ($a: Boolean!, $b: Boolean! = true)';
        const query = `${head} { name @include(if: $a) x: name @skip(if: $b) ${selection} ...F } fragment F on Query { ${fragment} }`;
        const expected = await graphql({ schema, source: query, variableValues: variables });
        const { data, errors } = await compiled(query, variables);
        expect(errors).toEqual(expected.errors);
        expect(JSON.parse(JSON.stringify(data))).toEqual(JSON.parse(JSON.stringify(expected.data)));
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});

const DIRECTIVES = fc.constantFrom(
  '',
  '@include(if: $a)',
  '@skip(if: $b)',
  '@skip(if: $a) @include(if: $b)',
  '@skip(if: false)',
);

const { selection: SELECTION } = fc.letrec<{ selection: string; part: string }>((tie) => ({
  selection: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' ')),
  part: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'selection' },
    fc.tuple(fc.constantFrom('name', 'x: name', '__typename'), DIRECTIVES).map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constantFrom('self', 'y: self', '...', '... on Query'), DIRECTIVES, tie('selection'))
      .map(([field, directives, inside]) => `${field} ${directives} { ${inside} }`),
  ),
}));

type Value = readonly [literal: string, json: unknown];

/** Values of each argument, as literals and as they are sent in variables. */
const VALUES: Readonly<Record<string, { readonly type: string; readonly values: readonly Value[] }>> = {
  text: {
    type: 'String',
    values: [
      ['""', ''],
      ['"\\u00e9\\n"', 'é\n'],
      ['"""a "b" c"""', 'a "b" c'],
    ],
  },
  number: {
    type: 'Int',
    values: [
      ['0', 0],
      ['-2147483648', -2_147_483_648],
      ['1.5', 1.5],
    ],
  },
  share: {
    type: 'Float',
    values: [
      ['1', 1],
      ['-0.5', -0.5],
      ['1e3', 1_000],
      ['"1"', '1'],
    ],
  },
  flag: {
    type: 'Boolean',
    values: [
      ['true', true],
      ['false', false],
      ['0', 0],
    ],
  },
  color: {
    type: 'Color',
    values: [
      ['RED', 'RED'],
      ['BLUE', 'BLUE'],
      ['GREEN', 'GREEN'],
    ],
  },
  inner: {
    type: 'Inner',
    values: [
      ['{}', {}],
      ['{ text: "a", list: [{ number: null }, {}] }', { text: 'a', list: [{ number: null }, {}] }],
      ['{ list: { color: BLUE } }', { list: { color: 'BLUE' } }],
      ['{ list: [null] }', { list: [null] }],
      ['{ nothing: 1 }', { nothing: 1 }],
    ],
  },
  list: {
    type: '[Int!]',
    values: [
      ['[]', []],
      ['[1, 2]', [1, 2]],
      ['3', 3],
    ],
  },
  nested: {
    type: '[[String]]',
    values: [
      ['[["a", null], null]', [['a', null], null]],
      ['"a"', 'a'],
    ],
  },
  json: {
    type: 'JSON',
    values: [
      ['1.5', 1.5],
      ['{ a: [1, { b: null }] }', { a: [1, { b: null }] }],
      ['"x"', 'x'],
    ],
  },
  at: {
    type: 'DateTime',
    values: [
      ['"2026-01-31T12:00:00Z"', '2026-01-31T12:00:00Z'],
      ['"2026-02-30T12:00:00Z"', '2026-02-30T12:00:00Z'],
    ],
  },
  id: {
    type: 'ID',
    values: [
      ['"a"', 'a'],
      ['5', 5],
      ['1.5', 1.5],
    ],
  },
};

const PLACED = fc.record({
  as: fc.constantFrom('literal', 'variable', 'default', 'both', 'absent', 'null'),
  value: fc.nat(9),
  other: fc.nat(9),
});

type Placed = typeof PLACED extends fc.Arbitrary<infer Plan> ? Plan : never;

/** A query in which each argument comes as the plan says, and the variables for it. */
function written(plan: Readonly<Record<string, Placed>>): { query: string; variables: Record<string, unknown> } {
  const definitions: string[] = [];
  const args: string[] = [];
  const variables: Record<string, unknown> = {};
  for (const [name, { as, value, other }] of Object.entries(plan)) {
    const { type, values } = VALUES[name] ?? { type: '', values: [] };
    const [literal] = values[value % values.length] ?? ['null'];
    args.push(`${name}: ${as === 'literal' ? literal : `$${name}`}`);
    if (as === 'literal') continue;
    definitions.push(`$${name}: ${type}${as === 'default' || as === 'both' ? ` = ${literal}` : ''}`);
    if (as === 'variable' || as === 'both') variables[name] = values[other % values.length]?.[1];
    if (as === 'null') variables[name] = null;
  }
  const call = args.length > 0 ? `echo(${args.join(', ')})` : 'echo';
  const head = definitions.length > 0 ? `query Q(${definitions.join(', ')})` : 'query Q';
  return { query: `${head} { self { ...F } again: ${call} } fragment F on Query { ${call} name }`, variables };
}
