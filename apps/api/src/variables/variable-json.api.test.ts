import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import { SET, setVariable, setVariables, variableOf, variablesOf } from '../testing/variable-calls.js';

/** Any code points but those that no text may hold. */
const someText = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter((text) => !text.includes('\u0000') && text.isWellFormed());
/** Array indexes aside: JavaScript itself puts those before all other keys. */
const someKey = fc
  .oneof(
    someText,
    fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'then',
      'toJSON',
      '',
      ' ',
      '"',
      '\\',
    ),
  )
  .filter((key) => !/^\d+$/.test(key));
const { value: someJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(
      someText,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(someKey, tie('value')), { maxLength: 5, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** A value as literal of a document, where its keys are names that GraphQL has. */
function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}: ${literalOf(item)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
const graphqlName = fc.oneof(
  fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,8}$/),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'true', 'null', 'on'),
);
const { value: literalJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(
      someText,
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(graphqlName, tie('value')), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** A value of so many levels, the innermost of which holds something. */
const nested = (levels: number, inner: unknown): unknown =>
  levels === 0 ? inner : levels % 2 === 0 ? [nested(levels - 1, inner)] : { k: nested(levels - 1, inner) };

describe('JSON values', () => {
  let api: TestApi;
  let id: string;
  beforeAll(async () => {
    api = await startTestApi();
    id = (await makeSession(api)).id;
  });
  afterAll(() => api.stop());

  it('V4: come back as they were sent in variables: every key, every digit, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          someJson.filter((value) => value !== null),
          { minLength: 10, maxLength: 20 },
        ),
        async (values) => {
          const set = await setVariables(
            api,
            { sessionId: id },
            values.map((value, at) => ({ name: `${at}`.padStart(2, '0'), value })),
          );
          const read = (await variablesOf(api, id)).slice(0, values.length);
          for (const [at, value] of values.entries()) {
            expect(JSON.stringify(set[at]?.['value'])).toBe(JSON.stringify(value));
            expect(JSON.stringify(read[at]?.['value'])).toBe(JSON.stringify(value));
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('V4: come back as they were written in the document', async () => {
    await fc.assert(
      fc.asyncProperty(
        literalJson.filter((value) => value !== null),
        async (value) => {
          const { setVariable: set } = await api.ok(
            `mutation { setVariable(input: { target: { sessionId: "${id}" }, name: "literal", value: ${literalOf(value)} }) { value } }`,
          );
          expect(JSON.stringify(set.value)).toBe(JSON.stringify(value));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('V4: come back where a document’s literal holds variables, and what is not given is left out, or null in a list', async () => {
    const document = `mutation ($id: ID, $text: String, $json: JSON, $count: Int) {
      setVariable(input: { target: { sessionId: $id }, name: "mixed", value: { text: $text, list: [$json, 1, $count], json: $json, absent: $count } }) { value }
    }`;
    const json = { z: 1, a: [{ __proto__: null }, '\u2028'] };
    const { setVariable: set } = await api.ok(document, { id, text: 'x', json });
    expect(JSON.stringify(set.value)).toBe(JSON.stringify({ text: 'x', list: [json, 1, null], json }));
  });

  it.each([
    ['{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
    ['{"b":1,"a":2,"B":3,"é":4,"":5}'],
    ['"\u2028\u2029\ufeff\u202e😀\uffff\\u0001\\n\\"\\\\"'],
    ['{"a":0,"\\\\":1}'],
    ['{"a":0,"\\n":1}'],
    ['{"a":0,"\\"":1}'],
    ['"null"'],
    ['""'],
    ['0'],
    ['false'],
    ['[]'],
    ['{}'],
    ['[null]'],
    ['[[],[[]],{}]'],
    ['9007199254740991'],
    ['-9007199254740991'],
    ['133887245442274500'],
    ['1152921504606847000'],
    ['1e+21'],
    ['1.7976931348623157e+308'],
    ['5e-324'],
    ['0.1'],
    ['-0.5'],
    ['{"toJSON":"x","then":1,"length":3}'],
  ])('V4: %s comes back to the letter', async (json) => {
    const send = async (query: string): Promise<string> => {
      const { body } = await api.app.http.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: 'Bearer foyer_sk_test_0123456789', 'content-type': 'application/json' },
        payload: `{"query":${JSON.stringify(query)},"variables":{"id":"${id}","value":${json}}}`,
      });
      return body;
    };
    const set = await send(
      'mutation ($id: ID, $value: JSON!) { setVariable(input: { target: { sessionId: $id }, name: "exact", value: $value }) { value } }',
    );
    expect(set).toContain(`{"value":${json}}`);
    expect(await send('query ($id: ID) { session(id: $id) { variable(name: "exact") { value } } }')).toContain(
      `{"value":${json}}`,
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('V4: may have 64 levels, whatever is in the innermost, in variables and literals alike, and not 65', async () => {
    for (const inner of [1, 'x', null, true]) {
      const deep = nested(64, inner);
      expect((await setVariable(api, { sessionId: id }, { name: 'deep', value: deep }))['value']).toEqual(deep);
      const document = `mutation { setVariable(input: { target: { sessionId: "${id}" }, name: "deep", value: ${literalOf(deep)} }) { value } }`;
      expect((await api.ok(document))['setVariable'].value).toEqual(deep);
      const deeper = nested(65, inner);
      expect(
        await api.refused(SET, { input: { target: { sessionId: id }, name: 'deep', value: deeper } }),
      ).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      const { errors } = await api.send(document.replace(literalOf(deep), literalOf(deeper)));
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors?.[0]?.extensions.code);
    }
  });

  it('V4: as deep as a body or a document can have them, they are refused, and nothing breaks', async () => {
    const deep = '['.repeat(500_000) + ']'.repeat(500_000);
    const { body } = await api.app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer foyer_sk_test_0123456789', 'content-type': 'application/json' },
      payload: `{"query":"mutation ($v: JSON!) { setVariable(input: { target: { sessionId: \\"${id}\\" }, name: \\"deep\\", value: $v }) { version } }","variables":{"v":${deep}}}`,
    });
    expect(body).toContain('BAD_USER_INPUT');
    const literal = '['.repeat(1_900) + ']'.repeat(1_900);
    const { errors } = await api.send(
      `mutation { setVariable(input: { target: { sessionId: "${id}" }, name: "deep", value: ${literal} }) { version } }`,
    );
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'QUERY_TOO_COMPLEX']).toContain(
      errors?.[0]?.extensions.code,
    );
  });

  it('V4: hold any name as a name: each is its own, and comes back as given', async () => {
    const session = await makeSession(api);
    const names = [
      '__proto__',
      'constructor',
      'toString',
      ' ',
      '  ',
      '\n',
      "'; DROP TABLE variable; --",
      '%',
      '_',
      '\\',
      '"',
      '{}',
      'é',
      'e',
      'E',
      '😀',
      '😀'.repeat(200),
      '\u202e',
      '\ufeff',
      'null',
      '1',
      '01',
      '한글',
      'ﬁ',
    ];
    for (const name of names)
      expect(await setVariable(api, { sessionId: session.id }, { name, value: name })).toMatchObject({
        name,
        version: 1,
      });
    for (const name of names)
      expect(await variableOf(api, session.id, name)).toMatchObject({ name, value: name, version: 1 });
    expect((await variablesOf(api, session.id)).map(({ name }) => name as string).toSorted()).toEqual(names.toSorted());
  });

  it('V4: names of any text in form NFC come back, and others are refused', async () => {
    const session = await makeSession(api);
    const anyName = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 200 })
      .filter((name) => !name.includes('\u0000') && name.isWellFormed());
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const { data, errors } = await api.send(SET, { input: { target: { sessionId: session.id }, name, value: 1 } });
        const answer = data?.['setVariable']?.name ?? errors?.[0]?.extensions;
        expect(answer).toEqual(name === name.normalize('NFC') ? name : { code: 'BAD_USER_INPUT', field: 'input.name' });
      }),
      { numRuns: 100 },
    );
  });
});
