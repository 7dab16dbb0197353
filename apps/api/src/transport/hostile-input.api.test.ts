import { ERROR_CODES } from '@foyer/types/errors';
import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../schema.js';
import { fingerprintOf } from '../testing/database-state.js';
import { LEAK } from '../testing/leaks.js';
import { makeSession, say, unique } from '../testing/make.js';
import { inputPlaces, plausibleInput, put, type InputPlace, type Names } from '../testing/schema-inputs.js';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.js';

const PLACES = inputPlaces(createSchema(new Map()));
const of = (...types: string[]): [string, InputPlace][] =>
  PLACES.filter(({ type }) => types.includes(type.name)).map((place) => [place.name, place]);
const TEXTS = of('String', 'ID', 'JSON', 'Cursor', 'DateTime');

/** Texts that PostgreSQL refuses or silently changes. */
const UNSTORABLE = ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b', '\udc00\ud800', `${'x'.repeat(1_000)}\ud83d`];

/** Texts that can be stored, and that something on the way may trip over. */
const STRANGE = [
  '',
  ' ',
  '\uFEFF',
  '\uFFFF',
  '\u202Eabc\u2028',
  'e\u0301',
  '👩‍👩‍👧‍👦',
  "';--",
  '%_\\',
  '__proto__',
  '../..',
  '&|!:*()<->',
  "'\\",
  '"unclosed',
  'x'.repeat(100_000),
  '{}',
  'NULL',
  '-',
];

const CODES = new Set([...Object.keys(ERROR_CODES), 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED']);

describe('hostile input', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  /** A session with something in it, and the names under which inputs speak of it. */
  const furnish = async (): Promise<Names> => {
    const { id: sessionId, userId, slug } = await makeSession(api);
    const { id: messageId } = await say(api, sessionId);
    const input = { sessionId, kind: 'HUMAN', name: 'somebody' };
    const joined = await api.ok('mutation ($input: JoinSessionInput!) { joinSession(input: $input) { id } }', {
      input,
    });
    return {
      sessionId,
      userId,
      slug,
      messageId,
      participantId: joined['joinSession'].id,
      platform: 'telegram',
      key: unique('key'),
      externalId: unique('person'),
    };
  };
  let shared: Names;
  beforeAll(async () => {
    shared = await furnish();
  });

  const sendAll = async (place: InputPlace, values: readonly unknown[], names = shared): Promise<Answer[]> => {
    const variables = plausibleInput(place, names);
    return Promise.all(values.map((value) => api.send(place.document, put(variables, place.path, value))));
  };
  const codes = (answers: readonly Answer[]): unknown[] =>
    answers.map(({ errors }) => {
      expect(JSON.stringify(errors ?? [])).not.toMatch(LEAK);
      return errors?.[0]?.extensions.code ?? 'OK';
    });

  it('is tried at every place of the schema', () => {
    expect(PLACES.length).toBeGreaterThan(150);
    const trees = PLACES.filter(({ type }) => isInputObjectType(type)).map(({ type }) => type.name);
    expect(trees).toEqual(
      expect.arrayContaining(['AddMessageInput', 'NewMessage', 'UserRef', 'SessionFilter', 'VariableTarget']),
    );
  });

  it.each(TEXTS)(
    'Bad input: U+0000 and lone surrogates in %s are BAD_USER_INPUT and change nothing',
    async (_name, place) => {
      const variables = plausibleInput(place, shared);
      const values = [
        ...UNSTORABLE,
        ...(place.type.name === 'JSON' ? UNSTORABLE.flatMap((text) => [{ a: [text] }, { [text]: 1 }]) : []),
      ];
      const before = await fingerprintOf(api);
      for (const value of values) {
        const error = await api.refused(place.document, put(variables, place.path, value));
        expect(error.extensions.code).toBe('BAD_USER_INPUT');
        expect(String(error.extensions['field']).startsWith(place.path.join('.'))).toBe(true);
      }
      expect(await fingerprintOf(api)).toBe(before);
    },
  );

  it.each(TEXTS)('Bad input: strange texts in %s are taken or refused, each with its code', async (_name, place) => {
    const values = place.type.name === 'JSON' ? STRANGE.flatMap((text) => [text, { [text]: text }]) : STRANGE;
    const answers = await sendAll(place, values, place.isMutation ? await furnish() : shared);
    for (const code of codes(answers))
      expect(code === 'OK' || (CODES.has(String(code)) && code !== 'INTERNAL'), String(code)).toBe(true);
  });

  it.each(PLACES.map((place) => [place.name, place] as const))(
    'Bad input: values of another type in %s are BAD_USER_INPUT',
    async (_name, place) => {
      const answers = await sendAll(place, WRONG_TYPES[place.type.name] ?? [5, true, 'nothing of the kind', [[1]]]);
      expect(new Set(codes(answers))).toEqual(
        new Set(place.type.name === 'JSON' ? codes(answers) : ['BAD_USER_INPUT']),
      );
      expect(codes(answers)).not.toContain('INTERNAL');
    },
  );

  it.each(of('Int', 'Float'))(
    'Bad input: numbers out of range in %s are refused, never INTERNAL',
    async (_name, place) => {
      const extremes =
        place.type.name === 'Int' ? [-1, 0, 101, 2_147_483_647, -2_147_483_648] : [-1e308, 1e308, 5e-324, -0, 2 ** 53];
      for (const code of codes(await sendAll(place, extremes)))
        expect(code === 'OK' || (CODES.has(String(code)) && code !== 'INTERNAL'), String(code)).toBe(true);
      const impossible = place.type.name === 'Int' ? [2_147_483_648, 1.5, -2_147_483_649, 1e21] : ['1e400', 'NaN'];
      expect(new Set(codes(await sendAll(place, impossible)))).toEqual(new Set(['BAD_USER_INPUT']));
    },
  );

  it.each(of('DateTime'))('Bad input: instants that do not exist in %s are BAD_USER_INPUT', async (_name, place) => {
    expect(new Set(codes(await sendAll(place, NO_INSTANTS)))).toEqual(new Set(['BAD_USER_INPUT']));
    const extremes = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2024-02-29T23:59:59.999999999+14:00'];
    expect(codes(await sendAll(place, extremes))).not.toContain('INTERNAL');
  });

  it.each(of('Cursor'))('Bad input: foreign and broken cursors in %s are BAD_USER_INPUT', async (_name, place) => {
    const encoded = (text: string): string => Buffer.from(text).toString('base64url');
    const cursors = [
      '',
      'x',
      '=',
      '\u00e9',
      encoded('nothing 1'),
      encoded('message -1'),
      encoded('message 1e9'),
      encoded('message 99999999999999999999'),
      encoded("session '; x"),
      encoded('user \u0000'),
      'A'.repeat(401),
    ];
    expect(new Set(codes(await sendAll(place, cursors)))).toEqual(new Set(['BAD_USER_INPUT']));
  });
});

const WRONG_TYPES: Readonly<Record<string, readonly unknown[]>> = {
  String: [5, true, { a: 1 }, [['a']]],
  ID: [1.5, true, { a: 1 }, [['a']]],
  Cursor: [5, true, { a: 1 }, [['a']]],
  Int: ['5', true, { a: 1 }, [[1]]],
  Float: ['5', true, { a: 1 }, [[1]]],
  Boolean: ['true', 1, { a: 1 }, [[true]]],
  JSON: [5, true, 'text', [[1]]],
};

const NO_INSTANTS = [
  '',
  'now',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T23:59:60Z',
  '2026-01-01T00:00:00+24:00',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '10000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-00:01',
  '-2026-01-01T00:00:00Z',
  '1767225600000',
  '2026-W01-1T00:00:00Z',
  ' 2026-01-01T00:00:00Z',
];
