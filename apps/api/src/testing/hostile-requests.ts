import fc from 'fast-check';
import { valueOf, type Pool } from './random-requests.js';
import { plausibleInput, put, type InputPlace, type Names } from './schema-inputs.js';

/*
 * Requests as nobody well-meaning sends them: documents that were damaged, bodies that are no JSON, headers that lie.
 */

/** A request as it goes to the HTTP server. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
}

const JSON_TYPE = { 'content-type': 'application/json' };

export const posting = (body: unknown): HttpRequest => ({
  method: 'POST',
  url: '/graphql',
  headers: JSON_TYPE,
  payload: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
});

/** What is put into a document in place of something, or between: pieces of the language, and of none. */
const PIECES = [
  ...'{ } ( ) [ ] ! : = $ @ ... | & , " """ # \\ . query mutation subscription fragment on type null true'.split(' '),
  ...'__schema __typename __type $v @defer ...F 0 -0 1e999 9223372036854775808 0x1 .5 1. "\\u0000" "\\uD800"'.split(
    ' ',
  ),
  ...'"\\u{110000}" \u0000 \ufeff \ud800 👋 __proto__ constructor {a:{a:{a:1}}} [[[[]]]]'.split(' '),
  '\n',
  ' ',
  '@skip(if: true)',
  '@include(if: $v)',
  '... on Query',
  'fragment F on Query { ...F }',
  '{ a '.repeat(40),
  '['.repeat(200),
];

type Damage = (text: string, others: readonly string[]) => string;

const damage = (): fc.Arbitrary<Damage> => {
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const at = (text: string, share: number): number => Math.floor(share * (text.length + 1));
  return fc.oneof(
    fc.tuple(place, fc.constantFrom(...PIECES)).map(([share, piece]): Damage => (text) => {
      const where = at(text, share);
      return text.slice(0, where) + piece + text.slice(where);
    }),
    fc.tuple(place, fc.nat(20)).map(([share, length]): Damage => (text) => {
      const where = at(text, share);
      return text.slice(0, where) + text.slice(where + length);
    }),
    fc.tuple(place, fc.nat(60), fc.nat(5)).map(([share, length, times]): Damage => (text) => {
      const where = at(text, share);
      return text.slice(0, where) + text.slice(where, where + length).repeat(times) + text.slice(where);
    }),
    fc.tuple(place, fc.string({ unit: 'binary', maxLength: 8 })).map(([share, piece]): Damage => (text) => {
      const where = at(text, share);
      return text.slice(0, where) + piece + text.slice(where + piece.length);
    }),
    fc.tuple(place, place, fc.nat(99)).map(([share, other, which]): Damage => (text, others) => {
      const tail = others[which % others.length] ?? '';
      return text.slice(0, at(text, share)) + tail.slice(at(tail, other));
    }),
  );
};

/** Documents that were good, damaged in some places, with variables that fit some of them. */
export const damagedDocuments = (
  documents: readonly string[],
  variables: readonly object[],
): fc.Arbitrary<HttpRequest> =>
  fc
    .tuple(
      fc.constantFrom(...documents),
      fc.array(damage(), { minLength: 1, maxLength: 5 }),
      fc.option(fc.constantFrom(...variables), { nil: undefined }),
      fc.option(fc.oneof(fc.constantFrom('Q', '', '__proto__'), fc.string()), { nil: undefined, freq: 8 }),
    )
    .map(([document, damages, given, operationName]) => {
      const query = damages.reduce((text, one) => one(text, documents).slice(0, 100_000), document);
      return posting({ query, variables: given, operationName });
    });

/** Bodies of any bytes, and JSON of any form, also in the places of a request's own members. */
export function anyBodies(whole: Buffer): fc.Arbitrary<HttpRequest> {
  const bytes = fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), {
    minLength: 1,
    maxLength: 6,
  });
  const members = fc.record(
    {
      query: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      variables: fc.jsonValue({ stringUnit: 'binary' }),
      operationName: fc.jsonValue(),
      extensions: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  return fc.oneof(
    bytes.map((some) => posting(some.reduce((body, { at, byte }) => Buffer.from(body).fill(byte, at, at + 1), whole))),
    fc.nat(whole.length).map((length) => posting(whole.subarray(0, length))),
    fc.uint8Array({ maxLength: 300 }).map((some) => posting(Buffer.from(some))),
    fc.json({ stringUnit: 'binary', maxDepth: 8 }).map((text) => posting(Buffer.from(text))),
    members.map((body) => posting(body)),
    fc.array(members, { maxLength: 3 }).map((body) => posting(body)),
    fc.nat(3_000).map((depth) => posting(Buffer.from('{"query":"{a}","variables":'.concat('[{"a":'.repeat(depth))))),
  );
}

/** Values that something on the way may trip over, whatever their type should be. */
const STRANGE: readonly unknown[] = [
  ..."\u0000 \ud800 e\u0301 👩‍👩‍👧‍👦 ../.. % '; __proto__ NaN 1e999 2026-02-30 9999-12-31T23:59:60Z".split(' '),
  null,
  true,
  0,
  -1,
  2 ** 31,
  2 ** 53,
  1e308,
  0.1,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  { a: { b: [] } },
  JSON.parse('{"__proto__":1,"length":-1}'),
  'x'.repeat(300),
  'x'.repeat(70_000),
  { ['k'.repeat(300)]: 1 },
  Array(50).fill({ a: 1 }),
];

/** Inputs that would do, but for one or two places where something else stands. */
export const inputsWithFaults = (places: readonly InputPlace[], names: Names, pool: Pool): fc.Arbitrary<HttpRequest> =>
  fc.constantFrom(...places).chain((place) => {
    const beside = fc.constantFrom(...places.filter(({ document }) => document === place.document));
    const value = ({ type }: InputPlace): fc.Arbitrary<unknown> =>
      fc.oneof({ weight: 3, arbitrary: valueOf(type, pool) }, { weight: 1, arbitrary: fc.constantFrom(...STRANGE) });
    const one = value(place).map((given) => put(plausibleInput(place, names), place.path, given));
    const two = fc
      .tuple(
        one,
        beside.chain((other) => fc.tuple(fc.constant(other), value(other))),
      )
      .map(([variables, [other, given]]) => put(variables, other.path, given));
    return fc
      .oneof({ weight: 3, arbitrary: one }, { weight: 1, arbitrary: two })
      .map((variables) => posting({ query: place.document, variables }));
  });
