import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getIntrospectionQuery } from 'graphql';
import { cpuMs } from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const times = (count: number, of: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(' ');
const nested = (depth: number, open: string, close: string, inside = ''): string =>
  open.repeat(depth) + inside + close.repeat(depth);

/** Each fragment spreads the next twice: 1.3 kB that stand for a million fields. */
const bomb = (begin: string, field: string): string =>
  `${begin} ${times(20, (at) => `fragment f${at} on Query { ...f${at + 1} ...f${at + 1} }`)} fragment f20 on Query { ${field} }`;

const TOO_COMPLEX: Readonly<Record<string, string>> = {
  'a fragment bomb': bomb('{ ...f0 }', 'viewer { id }'),
  'a fragment bomb of __typename': bomb('{ ...f0 }', '__typename'),
  'a fragment bomb that nothing spreads': bomb('{ __typename }', 'viewer { id }'),
  'a fragment bomb on several levels': `{ sessions { nodes { ...f0 } } } ${times(20, (at) => `fragment f${at} on Session { user { sessions { nodes { ...f${at + 1} ...f${at + 1} } } } }`)} fragment f20 on Session { id }`,
  '2,000 operations': times(2_000, (at) => `query q${at} { __typename }`),
  '51 operations': times(51, (at) => `query q${at} { __typename }`),
  '20,000 times __typename': `{ ${'__typename '.repeat(20_000)} }`,
  '600 times __typename': `{ ${'__typename '.repeat(600)} }`,
  '1,000 aliases': `{ ${times(1_000, (at) => `a${at}: __typename`)} }`,
  '101 aliases': `{ ${times(101, (at) => `a${at}: viewer { id }`)} }`,
  'a document 2,000 levels deep': nested(2_000, '{ a ', '}'),
  'a document 1,000 levels deep': nested(1_000, '{ a ', '}'),
  'a document 13 levels deep': `{ sessions ${nested(4, '{ nodes { user { sessions ', '} } }', '{ totalCount }')} }`,
  'inline fragments 900 levels deep': `{ ${nested(900, '... { ', '}', '__typename')} }`,
  '4,000 directives': `{ __typename ${'@skip(if: false) '.repeat(800)} }`,
  '3,900 times one field': `{ viewer { ${'id '.repeat(3_900)} } }`,
  '4,000 arguments': `{ session(${times(2_000, (at) => `a${at}: 1`)}) { id } }`,
  'pages in pages in pages':
    '{ users(first: 100) { nodes { sessions(first: 100) { nodes { messages(last: 1) { nodes { id } } } } } } }',
  'pages in pages by variables':
    'query ($n: Int = 100) { users(first: $n) { nodes { sessions(first: $n) { nodes { messages(last: 1) { nodes { id } } } } } } }',
  'pages in pages by fragments':
    '{ users(first: 100) { ...U } } fragment U on UserConnection { nodes { sessions(first: 100) { ...S } } } fragment S on SessionConnection { nodes { id slug kind key title platform status seq metadata startedAt messageCount idleAt idleAction endReason endedAt durationSeconds environment idleTimeoutSeconds lastActivityAt notebooks userId } }',
  'lists in pages': '{ users(first: 100) { nodes { sessions(first: 100) { nodes { variables { name value } } } } } }',
  'introspection in aliases': `{ ${times(99, (at) => `a${at}: __schema { types { fields { type { fields { name } } } } }`)} }`,
  'introspection 21 levels deep': `{ __schema { types ${nested(19, '{ ofType ', '}', '{ name }')} } }`,
};

const INVALID: Readonly<Record<string, string>> = {
  'a type 1,900 levels deep': `query ($a: ${nested(1_900, '[', ']', 'Int')}) { session(id: $a) { id } }`,
  'a circle of introspection': `{ __schema { types ${nested(8, '{ fields { type ', '} }', '{ name }')} } }`,
  'a circle of fragments': '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
  '1,900 unknown fields': `{ ${times(1_900, (at) => `a${at}`)} }`,
  '1,900 unknown directives': `{ __typename ${'@a '.repeat(1_900)} }`,
  '1,990 times one field': `{ viewer { ${'id '.repeat(1_990)} } }`,
  '900 unused variables': `query (${times(900, (at) => `$v${at}: Int`)}) { __typename }`,
  '600 spreads of 300 unknown fragments': `{ viewer { ${times(600, (at) => `...a${at % 300}`)} } }`,
  'a fragment of 390 fields with arguments that nothing spreads': `{ __typename } fragment x on Query { ${'session(id: "a") { id } '.repeat(390)} }`,
};

/** How deep a literal the parser can follow depends on how warm it is; either answer says what is wrong. */
const DEEP_LITERALS: Readonly<Record<string, readonly [query: string, code: string]>> = {
  'a list literal 1,900 levels deep': [
    `{ sessions(filter: { metadata: ${nested(1_900, '[', ']')} }) { totalCount } }`,
    'BAD_USER_INPUT',
  ],
  'a list literal that never ends': [`{ session(id: ${'['.repeat(3_900)}`, 'GRAPHQL_PARSE_FAILED'],
};

describe('a document', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    await makeSession(api);
  });
  afterAll(() => api.stop());

  it.each(Object.entries(TOO_COMPLEX).filter(([what]) => what.startsWith('a fragment bomb')))(
    'Limits: with %s is refused within 100 ms of CPU',
    async (_what, query) => {
      await api.send(query);
      const { value, ms } = await cpuMs(() => api.send(`${query} # again`));
      expect(value.errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
      expect(ms).toBeLessThan(100);
    },
  );

  it.each(Object.entries(TOO_COMPLEX))(
    'Limits: with %s is QUERY_TOO_COMPLEX within 200 ms of CPU',
    async (_what, query) => {
      const { value, ms } = await cpuMs(() => api.send(query));
      expect(value).toMatchObject({ status: 400, errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
      expect(ms).toBeLessThan(200);
    },
  );

  it.each(Object.entries(DEEP_LITERALS))(
    'Limits: with %s is refused within 200 ms of CPU',
    async (_what, [query, code]) => {
      const { value, ms } = await cpuMs(() => api.send(query));
      expect(value.status).toBe(400);
      expect(['QUERY_TOO_COMPLEX', code]).toContain(value.errors?.[0]?.extensions.code);
      expect(ms).toBeLessThan(200);
    },
  );

  it.each(Object.entries(INVALID))('Limits: with %s is refused as invalid within 1 s of CPU', async (_what, query) => {
    const { value, ms } = await cpuMs(() => api.send(query));
    expect(new Set(value.errors?.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['GRAPHQL_VALIDATION_FAILED']),
    );
    expect(value.errors?.length).toBeLessThan(25);
    expect(ms).toBeLessThan(1_000);
  });

  it('Limits: within the bounds is answered within 1 s of CPU', async () => {
    const fields = 'id slug title key kind platform status metadata notebooks integrations';
    for (const query of [
      `{ sessions { nodes { ${`${fields} `.repeat(90)} } } }`,
      `{ ${times(99, (at) => `a${at}: session(id: "${at}") { ${fields} user { id } }`)} }`,
      `{ ${times(80, (at) => `a${at}: __schema { types { fields { type { fields { name } } } } }`)} }`,
      `query (${times(100, (at) => `$v${at}: Boolean = true`)}) { viewer { ${times(300, (at) => `id @include(if: $v${at % 100})`)} } }`,
      `{ sessions(filter: { platform: [${times(100, () => '"telegram"')}] }) { totalCount } }`,
    ]) {
      const { value, ms } = await cpuMs(() => api.send(query));
      expect(value.errors).toBeUndefined();
      expect(ms).toBeLessThan(1_000);
    }
  });

  it('Limits: may introspect by a rule of its own, as deep as the IDE does', async () => {
    const query = getIntrospectionQuery({
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    const data = await api.ok(query);
    const names = (data['__schema'].types as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Session', 'Mutation', 'JSON']));
  });

  it('Limits: of the most that is allowed passes: 12 levels, 100 aliases, 50 operations', async () => {
    const deepest =
      '{ sessions { nodes { user { sessions { nodes { user { sessions { nodes { user { sessions { pageInfo { hasNextPage } } } } } } } } } } } }';
    expect(
      (
        await api.send(
          deepest.replaceAll('sessions', 'sessions(first: 1)').replace('sessions(first: 1)', 'sessions(first: 2)'),
        )
      ).errors,
    ).toBeUndefined();
    expect((await api.send(`{ ${times(100, (at) => `a${at}: __typename`)} }`)).errors).toBeUndefined();
    const operations = times(50, (at) => `query q${at} { __typename }`);
    expect((await api.send(operations)).errors?.[0]?.extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
  });
});
