import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuMs, startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';

const MIB = 1024 * 1024;
const FILTER = 'query ($x: JSON) { sessions(filter: { metadata: $x }) { pageInfo { hasNextPage } } }';

/** A body that fills the size that is allowed, with as many `part` in `x` as go into it. */
function filled(query: string, part: string, [open, close]: readonly [string, string] = ['[', ']']): string {
  const head = `{"query":${JSON.stringify(query)},"variables":{"x":${open}`;
  const count = Math.floor((2 * MIB - head.length - close.length - 2) / (part.length + 1));
  return `${head}${Array.from({ length: count }, () => part).join(',')}${close}}}`;
}
const deep = (query: string, inside: string): string =>
  `{"query":${JSON.stringify(query)},"variables":{"x":${'['.repeat(50_000)}${inside}${']'.repeat(50_000)}}}`;
const keyed = (): string => {
  const keys = Array.from({ length: 150_000 }, (_, at) => `"k${at}":1`).join();
  return `{"query":"query ($x: SessionFilter) { sessions(filter: $x) { nodes { id } } }","variables":{"x":{${keys}}}}`;
};
const text = (query: string, value: string): string => JSON.stringify({ query, variables: { x: value } });
const document = (query: string): string => JSON.stringify({ query });

/** Bodies of the allowed size that ask for as much work as they can, and the code of their answer. */
const BODIES: Readonly<Record<string, readonly [body: () => string, code: string]>> = {
  'a million numbers': [() => filled(FILTER, '1'), 'BAD_USER_INPUT'],
  'a million numbers, each looked at': [() => filled(FILTER, '1', ['[1234567890123456,', ']']), 'BAD_USER_INPUT'],
  'a hundred thousand numbers of 16 digits': [() => filled(FILTER, '1234567890123456'), 'BAD_USER_INPUT'],
  'objects without end': [() => filled(FILTER, '{}'), 'BAD_USER_INPUT'],
  'a hundred thousand unknown fields': [keyed, 'BAD_USER_INPUT'],
  'a million wrong values': [
    () => filled('query ($x: [String!]) { sessions(filter: { platform: $x }) { nodes { id } } }', '1'),
    'BAD_USER_INPUT',
  ],
  'a million nulls for messages': [
    () =>
      filled('mutation ($x: [NewMessage!]!) { addMessages(input: { sessionId: "x", messages: $x }) { id } }', 'null'),
    'BAD_USER_INPUT',
  ],
  'ten thousand messages': [
    () =>
      filled(
        'mutation ($x: [NewMessage!]!) { addMessages(input: { sessionId: "x", messages: $x }) { id } }',
        '{"role":"USER","content":"a"}',
      ),
    'BAD_USER_INPUT',
  ],
  'ten thousand variables': [
    () =>
      filled(
        'mutation ($x: [NewVariable!]!) { setVariables(input: { target: { scope: APP }, variables: $x }) { name } }',
        '{"name":"a","value":1}',
      ),
    'BAD_USER_INPUT',
  ],
  'JSON 50,000 levels deep': [() => deep(FILTER, ''), 'BAD_USER_INPUT'],
  'JSON 50,000 levels deep with a long number': [() => deep(FILTER, '9007199254740992'), 'BAD_USER_INPUT'],
  'JSON 50,000 levels deep with a hostile text': [() => deep(FILTER, '"\\u0000"'), 'BAD_USER_INPUT'],
  'lists 50,000 levels deep for an id': [() => deep('query ($x: ID) { session(id: $x) { id } }', ''), 'BAD_USER_INPUT'],
  'a long text of escapes with a long number': [
    () => `{"query":"{ viewer { id } }","variables":{"x":"${'\\n'.repeat(1_000_000)}","n":9007199254740993}}`,
    'BAD_USER_INPUT',
  ],
  'a long text for a number': [
    () => text('query ($x: Int) { users(first: $x) { nodes { id } } }', 'a'.repeat(2_000_000)),
    'BAD_USER_INPUT',
  ],
  'a long text for a cursor': [
    () => text('query ($x: Cursor) { users(after: $x) { nodes { id } } }', 'a'.repeat(2_000_000)),
    'BAD_USER_INPUT',
  ],
  'a long text to search by': [
    () => text('query ($x: String) { users(search: $x) { nodes { id } } }', 'a '.repeat(1_000_000)),
    'BAD_USER_INPUT',
  ],
  'a long name to normalise': [
    () =>
      text(
        'mutation ($x: String!) { setVariable(input: { target: { scope: APP }, name: $x, value: 1 }) { name } }',
        'e\u0301'.repeat(600_000),
      ),
    'BAD_USER_INPUT',
  ],
  'a long name of a field': [() => document(`{ ${'a'.repeat(2_000_000)} }`), 'GRAPHQL_VALIDATION_FAILED'],
  'a long number in the document': [
    () => document(`{ users(first: ${'1'.repeat(2_000_000)}) { nodes { id } } }`),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  'many lines before an error': [() => document(`{ viewer { id } }${'\n'.repeat(1_000_000)}x`), 'GRAPHQL_PARSE_FAILED'],
  'a long block of text': [() => document(`{ session(slug: """${'\n'.repeat(1_000_000)}""") { id } }`), 'OK'],
};

describe('a body of the allowed size', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
    await makeSession(api);
    // What is measured below is the body's own cost, not that of running the code for the first time.
    for (const [body] of Object.values(BODIES)) await api.post(body().slice(0, 1_000));
  });
  afterAll(() => api.stop());

  it.each(Object.entries(BODIES))(
    'Limits: with %s takes less than 1 s of CPU, and has a short answer',
    async (_what, [body, code]) => {
      const bytes = Buffer.from(body());
      expect(bytes.length).toBeLessThanOrEqual(2 * MIB);
      const { value, ms } = await cpuMs(() => api.post(bytes));
      expect(value.errors?.[0]?.extensions.code ?? 'OK').toBe(code);
      expect(value.text.length).toBeLessThan(10_000);
      expect(ms).toBeLessThan(1_000);
    },
  );
});
