import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './json.js';

/** Texts that mean the same, with every character of every string escaped that may be. */
const escaped = (json: string): string =>
  json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (string) => {
    const units = (JSON.parse(string) as string).split('');
    return `"${units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
  });

/** Keys of the object that the text holds, in order. */
const keysOf = (text: string): string[] => Object.keys(parseJson(text) as object);

describe('parseJson', () => {
  it('keeps each key as written, whatever keys were read before at its place', () => {
    for (const first of ['{"a":0,"\\\\":1}', '{"a":0,"\\\\n":1}', '{"a":0,"\\\\u0041":1}']) parseJson(first);
    expect(keysOf('{"a":0,"\\n":1}')).toEqual(['a', '\n']);
    expect(keysOf('{"a":0,"\\"":1}')).toEqual(['a', '"']);
    expect(keysOf('{"a":0,"\\u00e9" : 1}')).toEqual(['a', 'é']);
    expect(keysOf('{"a":0,"\\nX":1}')).toEqual(['a', '\nX']);
    expect(keysOf('{"a":0,"\\\\":1}')).toEqual(['a', '\\']);
  });

  it('reads every JSON as JSON.stringify wrote it, spaced and escaped in whatever way', () => {
    const key = fc.oneof(
      fc.constantFrom('\\', '"', '\n', '\\n', '\\"', '__proto__', '', '{', '":', 'a'),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.jsonValue({ stringUnit: key }).map((one) => JSON.stringify(one));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (json, space) => {
        const spaced = JSON.stringify(parseJson(json), null, space);
        expect(JSON.stringify(parseJson(json))).toBe(json);
        expect(JSON.stringify(parseJson(spaced))).toBe(json);
        expect(JSON.stringify(parseJson(escaped(json)))).toBe(json);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '{"\\n":1,}',
    '{"\\n"}',
    '{"\\n":}',
    '["\\n":1]',
    '{"\\n":1',
    '{"\\n":01}',
    '{"\\x":1}',
    "{'\\n':1}",
    '',
    'nothing',
  ])('throws a SyntaxError for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('lets the last of equal keys win, in the place of the first, as JSON.parse does', () => {
    const text = '{"\\n":1,"b":2,"\\u000a":3}';
    expect(JSON.stringify(parseJson(text))).toBe('{"\\n":3,"b":2}');
  });

  it('has no end to its depth', () => {
    const depth = 200_000;
    let value = parseJson(`${'[{"\\n":'.repeat(depth)}1${'}]'.repeat(depth)}`);
    let levels = 0;
    while (typeof value === 'object' && value !== null) {
      value = Object.values(value)[0] ?? null;
      levels++;
    }
    expect([levels, value]).toEqual([2 * depth, 1]);
  });
});
