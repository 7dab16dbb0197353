import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import {
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

const KIB = 1_024;
const MAX = 256 * KIB;

/** A JSON value of exactly so many UTF-8 bytes, most of them of characters of four. */
function valueOf(bytes: number): { k: string } {
  const astral = '😀'.repeat(Math.floor((bytes - 10) / 4));
  return { k: astral + 'x'.repeat(bytes - Buffer.byteLength(JSON.stringify({ k: astral }))) };
}

const SCOPES: Readonly<Record<string, (sessionId: string) => object>> = {
  SESSION: (sessionId) => ({ sessionId }),
  PLATFORM: (sessionId) => ({ scope: 'PLATFORM', sessionId }),
  USER: (sessionId) => ({ scope: 'USER', sessionId }),
};

describe('what a holder of variables may have', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const numbered = (from: number, to: number): object[] =>
    Array.from({ length: to - from }, (_, at) => ({ name: `n${from + at}`, value: from + at }));

  it('V4: a value of 256 KiB in UTF-8 bytes, and not of one more, also in a batch', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    const { extensions } = await api.refused(SET, { input: { target, name: 'n', value: valueOf(MAX + 1) } });
    expect(extensions).toEqual({ code: 'PAYLOAD_TOO_LARGE', field: 'input.value' });
    const inBatch = await api.refused(SET_MANY, {
      input: {
        target,
        variables: [
          { name: 'a', value: 1 },
          { name: 'n', value: valueOf(MAX + 1) },
        ],
      },
    });
    expect(inBatch.extensions).toEqual({ code: 'PAYLOAD_TOO_LARGE', field: 'input.variables.1.value' });
    expect(await variablesOf(api, id)).toEqual([]);
    const set = await setVariable(api, target, { name: 'n', value: valueOf(MAX) });
    expect(Buffer.byteLength(JSON.stringify(set['value']))).toBe(MAX);
    expect(await variableOf(api, id, 'n')).toEqual(set);
  });

  it('V4: counts a text with its quotes and escapes, as it is stored', async () => {
    const { id } = await makeSession(api);
    await setVariable(api, { sessionId: id }, { name: 'n', value: 'x'.repeat(MAX - 2) });
    for (const value of ['x'.repeat(MAX - 1), '"'.repeat(MAX / 2)]) {
      const { extensions } = await api.refused(SET, { input: { target: { sessionId: id }, name: 'n', value } });
      expect(extensions).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    }
  });

  describe.each(Object.keys(SCOPES))('in scope %s', (scope) => {
    const makeTarget = async (): Promise<object> => SCOPES[scope]?.((await makeSession(api)).id) ?? {};

    it('V4: 1,000 variables and not one more; what is there can be changed, and what goes makes room', async () => {
      const target = await makeTarget();
      const full = { code: 'BAD_USER_INPUT', field: 'input' };
      await setVariables(api, target, numbered(0, 999));
      expect(await api.refused(SET_MANY, { input: { target, variables: numbered(998, 1_001) } })).toMatchObject({
        extensions: full,
      });
      expect(await increment(api, target, 'n999')).toMatchObject({ value: 1, version: 1 });
      expect(await api.refused(SET, { input: { target, name: 'n1000', value: 1 } })).toMatchObject({
        extensions: full,
      });
      expect(await api.refused(INCREMENT, { input: { target, name: 'n1000' } })).toMatchObject({ extensions: full });
      expect(await setVariables(api, target, numbered(0, 1_000))).toHaveLength(1_000);
      await deleteVariable(api, target, 'n0');
      expect(await setVariable(api, target, { name: 'n1000', value: 1 })).toMatchObject({ version: 1 });
    });

    it('V4: 4 MiB in all and not a byte more; what makes it smaller is always taken', async () => {
      const target = await makeTarget();
      const full = { code: 'PAYLOAD_TOO_LARGE', field: 'input' };
      for (const from of [0, 5, 10])
        await setVariables(
          api,
          target,
          Array.from({ length: 5 }, (_, at) => ({ name: `n${from + at}`, value: valueOf(MAX) })),
        );
      await setVariable(api, target, { name: 'n15', value: valueOf(MAX - 1) });
      expect(await setVariable(api, target, { name: 'last', value: 1 })).toMatchObject({ version: 1 });
      for (const [document, input] of [
        [SET, { name: 'more', value: 1 }],
        [SET, { name: 'last', value: 10 }],
        [INCREMENT, { name: 'last', by: 9 }],
        [
          SET_MANY,
          {
            variables: [
              { name: 'n0', value: valueOf(MAX - 1) },
              { name: 'more', value: 10 },
            ],
          },
        ],
      ] as const)
        expect(await api.refused(document, { input: { target, ...input } })).toMatchObject({ extensions: full });
      expect(await increment(api, target, 'last', { by: 8 })).toMatchObject({ value: 9 });
      expect(
        await setVariables(api, target, [
          { name: 'n0', value: valueOf(MAX - 1) },
          { name: 'more', value: 1 },
        ]),
      ).toHaveLength(2);
    });
  });

  it('V4 U3: each holder has its own: a full session leaves room in the user, on the platform and in the next session', async () => {
    const { id } = await makeSession(api);
    await setVariables(api, { sessionId: id }, numbered(0, 1_000));
    const next = await makeSession(api);
    const others = [
      { scope: 'PLATFORM', sessionId: id },
      { scope: 'USER', sessionId: id },
      { sessionId: next.id },
      { scope: 'APP' },
    ];
    for (const target of others)
      expect(await setVariable(api, target, { name: 'n', value: 1 })).toMatchObject({ version: 1 });
  });

  it('V3 V4: what is behind its time takes no room, swept or not', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    const expiresAt = new Date(api.clock.now().getTime() + 60_000);
    await setVariables(
      api,
      target,
      numbered(0, 1_000).map((variable) => ({ ...variable, expiresAt })),
    );
    await api.rows("UPDATE variable SET expires_at = now() - interval '1 second' WHERE session_id = $1", [id]);
    expect(await setVariables(api, target, numbered(500, 1_500))).toHaveLength(1_000);
    expect(await variablesOf(api, id, 'SESSION')).toHaveLength(1_000);
    expect(await api.refused(SET, { input: { target, name: 'one more', value: 1 } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('V4: of parallel sets into the last place one fits', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    await setVariables(api, target, numbered(0, 999));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => api.send(SET, { input: { target, name: `late ${at}`, value: 1 } })),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(await variablesOf(api, id, 'SESSION')).toHaveLength(1_000);
  });
});
