import fc from 'fast-check';
import { parseValue, type GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkJson, DateTimeScalar, isExactInteger, JsonScalar, parseInstant } from './scalars.js';

const literal = (scalar: GraphQLScalarType, text: string, variables: Record<string, unknown> = {}): unknown =>
  scalar.parseLiteral(parseValue(text), variables);
const refused = expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }) as Error;

describe('DateTime', () => {
  it('M4: reads back every instant that it wrote', () => {
    const instant = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (at) => {
        const written = DateTimeScalar.serialize(at);
        expect(parseInstant(written)).toEqual(at);
        expect(literal(DateTimeScalar, JSON.stringify(written))).toEqual(at);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01t12:00:00z', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01 12:00:00.5Z', '2026-03-01T12:00:00.500Z'],
    ['2026-03-01T12:00:00.123456789Z', '2026-03-01T12:00:00.123Z'],
    ['2026-03-01T00:30:00+01:00', '2026-02-28T23:30:00.000Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0050-01-01T00:00:00Z', '0050-01-01T00:00:00.000Z'],
  ])('M4: reads %s as %s', (text, expected) => {
    expect(parseInstant(text).toISOString()).toBe(expected);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+01:60',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '2026-01-01',
    '2026-01-01T00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00.Z',
    '12026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z',
    'now',
    '',
    '1767225600000',
  ])('M4: refuses %j', (text) => {
    expect(() => parseInstant(text)).toThrow(refused);
  });

  it('M4: refuses what is no text', () => {
    for (const value of [0, 1_767_225_600_000, true, {}, [], new Date()])
      expect(() => parseInstant(value)).toThrow(refused);
    for (const text of ['5', 'true', 'NOW', '{}']) expect(() => literal(DateTimeScalar, text)).toThrow(refused);
  });
});

describe('JSON', () => {
  it('V4: takes any value there is, as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        expect(checkJson(value)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it('V4: refuses U+0000 and half pairs, in values and keys at any depth, and what is no finite number', () => {
    for (const bad of ['\u0000', '\ud800'])
      for (const value of [bad, [bad], { [bad]: 1 }, { a: [{ b: bad }] }])
        expect(() => checkJson(value)).toThrow(refused);
    for (const value of [Number.NaN, Infinity, [-Infinity]]) expect(() => checkJson(value)).toThrow(refused);
  });

  it('V4: has 64 levels at most, and looks no deeper than it must', () => {
    const nested = (levels: number): unknown => Array.from({ length: levels }).reduce((inner) => [inner], 1);
    expect(() => checkJson(nested(64))).not.toThrow();
    for (const levels of [65, 100_000]) expect(() => checkJson(nested(levels))).toThrow(refused);
  });

  it('V4: reads literals, with keys as they are written and variables in their places', () => {
    const value = literal(JsonScalar, '{ b: 1, a: [1.5, "x", true, null, $v, $absent], __proto__: { c: "" } }', {
      v: { k: 1 },
    });
    expect(JSON.stringify(value)).toBe('{"b":1,"a":[1.5,"x",true,null,{"k":1},null],"__proto__":{"c":""}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('V4: refuses literals that it could not give back', () => {
    for (const text of ['ENUM', '[ENUM]', '9007199254740993', '{ a: 12345678901234567890 }', '1e400', '"\\u0000"'])
      expect(() => literal(JsonScalar, text)).toThrow(refused);
  });
});

describe('isExactInteger', () => {
  it.each([
    '0',
    '-0',
    '7',
    '9007199254740991',
    '9007199254740992',
    '-9007199254740994',
    '133887245442274500',
    '1152921504606847000',
    `1${'0'.repeat(21)}`,
    `15${'0'.repeat(30)}`,
  ])('V4: takes %s, which comes back with these digits', (digits) => {
    expect(isExactInteger(digits)).toBe(true);
  });

  it.each([
    '9007199254740993',
    '1152921504606846976',
    '18446744073709551616',
    '12345678901234567890',
    '1180591620717411303424',
    '9'.repeat(400),
  ])('V4: takes %s for one that would come back with others', (digits) => {
    expect(isExactInteger(digits)).toBe(false);
  });

  it('V4: takes every whole number as JavaScript itself writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: false }), (number) => {
        const whole = Math.trunc(number);
        fc.pre(!`${whole}`.includes('e'));
        expect(isExactInteger(`${whole}`)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
