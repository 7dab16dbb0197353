import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import {
  DELETE,
  deleteVariable,
  INCREMENT,
  increment,
  SET,
  SET_MANY,
  setVariable,
  setVariables,
  variableOf,
  variablesOf,
} from '../testing/variable-calls.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';

/** Each mutation, and how it is asked to write one variable. */
const MUTATIONS = {
  setVariable: { document: SET, input: (variable: object) => ({ value: 1, ...variable }) },
  setVariables: {
    document: SET_MANY,
    input: (variable: object) => ({
      variables: [
        { name: 'fine', value: 1 },
        { value: 1, ...variable },
      ],
    }),
  },
  incrementVariable: { document: INCREMENT, input: (variable: object) => variable },
  deleteVariable: { document: DELETE, input: (variable: object) => variable },
} as const;
type Mutation = keyof typeof MUTATIONS;
const ALL = Object.keys(MUTATIONS) as Mutation[];

describe('variables', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  /** The first error's extensions, where nothing at all was written. */
  async function refusal(mutation: Mutation, target: object, variable: object, more: object = {}): Promise<object> {
    const state = (): Promise<unknown> =>
      api.rows(
        'SELECT (SELECT count(*) FROM event) AS events, (SELECT array_agg(v ORDER BY v.holder_id, v.name) FROM variable v) AS variables',
      );
    const before = await state();
    const { document, input } = MUTATIONS[mutation];
    const { extensions } = await api.refused(document, { input: { target, ...input(variable), ...more } });
    expect(await state()).toEqual(before);
    return extensions;
  }

  it('V1: set, set again, incremented and deleted, each answer shows what is there now', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    const first = await setVariable(api, target, { name: 'n', value: { a: 1 } });
    expect(first).toMatchObject({ name: 'n', value: { a: 1 }, scope: 'SESSION', version: 1, expiresAt: null });
    expect(await variableOf(api, id, 'n')).toEqual(first);
    expect(await setVariable(api, target, { name: 'n', value: 41 })).toMatchObject({ value: 41, version: 2 });
    const third = await increment(api, target, 'n');
    expect(third).toMatchObject({ value: 42, version: 3 });
    expect(await variableOf(api, id, 'n')).toEqual(third);
    expect(await increment(api, target, 'n', { by: -0.5 })).toMatchObject({ value: 41.5, version: 4 });
    expect(await increment(api, target, 'n', { by: null })).toMatchObject({ value: 42.5 });
    expect(await deleteVariable(api, target, 'n')).toBe(true);
    expect(await variableOf(api, id, 'n')).toBeNull();
    expect(await deleteVariable(api, target, 'n')).toBe(false);
  });

  it('V4: one that was deleted starts again at version 1, and what is expected of none is version 0', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    await setVariable(api, target, { name: 'n', value: 1 });
    await setVariable(api, target, { name: 'n', value: 2 });
    expect(await deleteVariable(api, target, 'n', { expectedVersion: 2 })).toBe(true);
    expect(await deleteVariable(api, target, 'n', { expectedVersion: 0 })).toBe(false);
    expect(await setVariable(api, target, { name: 'n', value: 3, expectedVersion: 0 })).toMatchObject({ version: 1 });
  });

  it('V3: several are set in the order given, and an empty list is nothing', async () => {
    const { id } = await makeSession(api);
    expect(await setVariables(api, { sessionId: id }, [])).toEqual([]);
    const set = await setVariables(api, { sessionId: id }, [
      { name: 'z', value: 1 },
      { name: 'a', value: 2, ttlSeconds: 60, expectedVersion: 0 },
    ]);
    expect(set.map(({ name, version }) => [name, version])).toEqual([
      ['z', 1],
      ['a', 1],
    ]);
    expect((await variablesOf(api, id, 'SESSION')).map(({ name }) => name)).toEqual(['a', 'z']);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'VARIABLE_SET', 'VARIABLE_SET']);
  });

  it.each(ALL)('S13: %s answers NOT_FOUND for a session, user or identity that is not there', async (mutation) => {
    const identity = { platform: 'telegram', externalId: unique('nobody') };
    const targets = [
      ...[UNKNOWN, 'nonsense', ''].map((sessionId) => ({ sessionId })),
      ...[UNKNOWN, 'nonsense', ''].map((sessionId) => ({ scope: 'USER', sessionId })),
      { scope: 'PLATFORM', sessionId: UNKNOWN },
      { scope: 'USER', user: { id: UNKNOWN } },
      { scope: 'USER', user: { id: 'nonsense' } },
      { scope: 'USER', user: { identity } },
      { scope: 'PLATFORM', user: { identity }, platform: 'web' },
    ];
    for (const target of targets)
      expect(await refusal(mutation, target, { name: 'n' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await api.rows('SELECT FROM identity WHERE external_id = $1', [identity.externalId])).toEqual([]);
  });

  it.each(ALL)('S3 S4: %s answers SESSION_ENDED, and is taken while the session is paused', async (mutation) => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    await setVariable(api, target, { name: 'n', value: 1 });
    await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
    const { document, input } = MUTATIONS[mutation];
    await api.ok(document, { input: { target, ...input({ name: 'n' }) } });
    await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
    expect(await refusal(mutation, target, { name: 'n' })).toMatchObject({ code: 'SESSION_ENDED' });
    expect(await refusal(mutation, target, { name: 'other' })).toMatchObject({ code: 'SESSION_ENDED' });
    // The user outlives the session, and so do the user's variables.
    await api.ok(document, { input: { target: { ...target, scope: 'USER' }, ...input({ name: 'n' }) } });
  });

  it.each(['setVariable', 'setVariables', 'deleteVariable'] as const)(
    'V1: %s answers VERSION_CONFLICT with the current version, or 0 where there is none',
    async (mutation) => {
      const { id } = await makeSession(api);
      const target = { sessionId: id };
      await setVariable(api, target, { name: 'n', value: 1 });
      await setVariable(api, target, { name: 'n', value: 2 });
      for (const expectedVersion of [0, 1, 3, 2_147_483_647])
        expect(await refusal(mutation, target, { name: 'n', expectedVersion })).toEqual({
          code: 'VERSION_CONFLICT',
          currentVersion: 2,
        });
      expect(await refusal(mutation, target, { name: 'absent', expectedVersion: 1 })).toEqual({
        code: 'VERSION_CONFLICT',
        currentVersion: 0,
      });
      for (const expectedVersion of [-1, 2_147_483_648, 1.5, '1'])
        expect(await refusal(mutation, target, { name: 'n', expectedVersion })).toMatchObject({
          code: 'BAD_USER_INPUT',
        });
    },
  );

  it.each(ALL)(
    'I2: %s answers IDEMPOTENCY_MISMATCH for a key that stands for another input, holder or mutation',
    async (mutation) => {
      const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
      const idempotencyKey = unique('key');
      const { document, input } = MUTATIONS[mutation];
      await api.ok(document, { input: { target: { sessionId: here.id }, ...input({ name: 'n' }), idempotencyKey } });
      const mismatch = { code: 'IDEMPOTENCY_MISMATCH' };
      expect(await refusal(mutation, { sessionId: here.id }, { name: 'm' }, { idempotencyKey })).toEqual(mismatch);
      expect(await refusal(mutation, { sessionId: elsewhere.id }, { name: 'n' }, { idempotencyKey })).toEqual(mismatch);
      expect(await refusal(mutation, { scope: 'USER', sessionId: here.id }, { name: 'n' }, { idempotencyKey })).toEqual(
        mismatch,
      );
      for (const other of ALL.filter((name) => name !== mutation))
        expect(await refusal(other, { sessionId: here.id }, { name: 'n' }, { idempotencyKey })).toEqual(mismatch);
    },
  );

  it.each(ALL)('V4: %s answers BAD_USER_INPUT for a name that is none', async (mutation) => {
    const target = { sessionId: (await makeSession(api)).id };
    const bad = ['', 'x'.repeat(201), '😀'.repeat(201), 'e\u0301', '\u212b', 'nul \u0000', 'half \ud83d'];
    for (const name of bad)
      expect(await refusal(mutation, target, { name })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: expect.stringContaining('name'),
      });
    for (const name of [null, 5, ['n']])
      expect(await refusal(mutation, target, { name })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each(['setVariable', 'setVariables'] as const)(
    'V4: %s answers BAD_USER_INPUT for null and for what is no JSON that can be kept',
    async (mutation) => {
      const target = { sessionId: (await makeSession(api)).id };
      for (const value of [null, undefined, { k: '\u0000' }, { '\u0000': 1 }, ['\udc00'], { '\ud800': 1 }])
        expect(await refusal(mutation, target, { name: 'n', value })).toMatchObject({ code: 'BAD_USER_INPUT' });
      const literal =
        'mutation ($id: ID) { setVariable(input: { target: { sessionId: $id }, name: "n", value: null }) { version } }';
      expect((await api.send(literal, { id: target.sessionId })).errors).toMatchObject([
        { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
      ]);
    },
  );

  it('V3 V4: setVariables answers BAD_USER_INPUT for a name given twice, and for more than 1,000', async () => {
    const { id } = await makeSession(api);
    const twice = {
      variables: [
        { name: 'n', value: 1 },
        { name: 'n', value: 1 },
      ],
    };
    const tooMany = { variables: Array.from({ length: 1_001 }, (_, at) => ({ name: `${at}`, value: at })) };
    for (const more of [twice, tooMany])
      expect(await refusal('setVariables', { sessionId: id }, {}, more)).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.variables',
      });
  });

  it('V2: incrementVariable answers BAD_USER_INPUT for what is no number, before and after', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    for (const value of ['1', true, [], {}, '']) {
      await setVariable(api, target, { name: 'n', value });
      expect(await refusal('incrementVariable', target, { name: 'n' })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.name',
      });
    }
    // One more would be no more, or no number.
    const beyond = [
      [Number.MAX_SAFE_INTEGER, 1],
      [Number.MIN_SAFE_INTEGER, -1],
      [2 ** 60, 1],
      [0, 2 ** 53],
      [Number.MAX_VALUE, Number.MAX_VALUE],
    ];
    for (const [value, by] of beyond) {
      await setVariable(api, target, { name: 'n', value });
      const refused = await refusal('incrementVariable', target, { name: 'n', by });
      expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.by' });
    }
    for (const by of ['1', {}, true])
      expect(await refusal('incrementVariable', target, { name: 'n', by })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
