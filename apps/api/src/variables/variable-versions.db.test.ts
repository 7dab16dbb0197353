import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import {
  deleteVariable,
  increment,
  SET,
  SET_MANY,
  setVariable,
  setVariables,
  variableOf,
  variablesOf,
} from '../testing/variable-calls.js';

describe('variables written at the same time', () => {
  let api: TestApi;
  let other: TestApi;
  const node = (at: number): TestApi => (at % 2 === 0 ? api : other);
  beforeAll(async () => {
    api = await startTestApi();
    other = await startTestApi({ beside: api });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  /** A holder of each kind, which nobody else has; the app is one for all. */
  const TARGETS: Readonly<Record<string, () => Promise<object>>> = {
    SESSION: async () => ({ sessionId: (await makeSession(api)).id }),
    PLATFORM: async () => ({ scope: 'PLATFORM', sessionId: (await makeSession(api)).id }),
    USER: async () => ({ scope: 'USER', user: { id: (await makeSession(api)).userId } }),
    APP: () => Promise.resolve({ scope: 'APP' }),
  };

  describe.each(Object.keys(TARGETS))('in scope %s', (scope) => {
    const makeTarget = async (): Promise<object> => (await TARGETS[scope]?.()) ?? {};

    it('V1: of 20 that expect the same version exactly one wins, and the others are told the current one', async () => {
      const target = await makeTarget();
      const name = unique('contested');
      for (const expectedVersion of [0, 1, 2]) {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            node(at).send(SET, { input: { target, name, value: at, expectedVersion } }),
          ),
        );
        const won = answers.filter(({ errors }) => !errors);
        expect(won.map(({ data }) => data?.['setVariable'].version)).toEqual([expectedVersion + 1]);
        const lost = answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions);
        expect(lost).toEqual(
          Array.from({ length: 19 }, () => ({ code: 'VERSION_CONFLICT', currentVersion: expectedVersion + 1 })),
        );
      }
      const again = await setVariable(api, target, { name, value: 'last', expectedVersion: 3 });
      expect(again).toMatchObject({ version: 4, value: 'last' });
    });

    it('V1: without an expectation all 20 succeed, and each has a version of its own, 1 to 20', async () => {
      const target = await makeTarget();
      const name = unique('free');
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => setVariable(node(at), target, { name, value: at })),
      );
      expect(answers.map(({ version }) => version as number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, at) => at + 1),
      );
      const last = answers.find(({ version }) => version === 20);
      expect(await setVariable(api, target, { name, value: last?.['value'], expectedVersion: 20 })).toMatchObject({
        version: 21,
      });
    });

    it('V2: sets of different names lose nothing, alone and together', async () => {
      const target = await makeTarget();
      const names = Array.from({ length: 30 }, () => unique('name'));
      await Promise.all(
        names.map(async (name, at) =>
          at % 3 === 0
            ? setVariables(node(at), target, [
                { name, value: name },
                { name: `${name} too`, value: at },
              ])
            : setVariable(node(at), target, { name, value: name }),
        ),
      );
      for (const name of names)
        expect(await setVariable(api, target, { name, value: name })).toMatchObject({ version: 2, value: name });
    });

    it('V2: 30 increments all count, also beside sets of other names', async () => {
      const target = await makeTarget();
      const name = unique('counter');
      const answers = await Promise.all(
        Array.from({ length: 30 }, async (_, at) => {
          const [counted] = await Promise.all([
            increment(node(at), target, name, { by: at % 2 === 0 ? 3 : -1 }),
            setVariable(node(at), target, { name: `${name} ${at}`, value: at }),
          ]);
          return counted;
        }),
      );
      expect(answers.map(({ version }) => version as number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 30 }, (_, at) => at + 1),
      );
      expect(await increment(api, target, name, { by: 0 })).toMatchObject({ value: 30, version: 31 });
    });

    it('I1 I3: 20 equal increments with one key count once', async () => {
      const target = await makeTarget();
      const name = unique('counter');
      const idempotencyKey = unique('key');
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => increment(node(at), target, name, { by: 5, idempotencyKey })),
      );
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({ value: 5, version: 1 });
      expect(await increment(api, target, name)).toMatchObject({ value: 6, version: 2 });
      expect(await increment(other, target, name, { by: 5, idempotencyKey })).toEqual(answers[0]);
    });
  });

  it('V1 V3: of 10 batches with one expectation among many sets one wins, and of the others nothing is kept', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        node(at).send(SET_MANY, {
          input: {
            target,
            variables: [
              { name: `of ${at}`, value: at },
              { name: 'shared', value: at, expectedVersion: 0 },
            ],
          },
        }),
      ),
    );
    const winner = answers.findIndex(({ errors }) => !errors);
    expect(answers.filter(({ errors }) => errors?.[0]?.extensions.code === 'VERSION_CONFLICT')).toHaveLength(9);
    expect((await variablesOf(api, id, 'SESSION')).map(({ name, value }) => [name, value])).toEqual([
      [`of ${winner}`, winner],
      ['shared', winner],
    ]);
  });

  it('V2: batches of the same names in opposite order neither fail nor mix', async () => {
    const { id } = await makeSession(api);
    const names = Array.from({ length: 20 }, (_, at) => `name ${at}`);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        setVariables(
          node(at),
          { sessionId: id },
          (at % 4 < 2 ? names : names.toReversed()).map((name) => ({ name, value: at })),
        ),
      ),
    );
    const kept = await variablesOf(api, id, 'SESSION');
    expect(new Set(kept.map(({ value }) => value as number)).size).toBe(1);
    expect(kept.map(({ version }) => version)).toEqual(names.map(() => 10));
  });

  it('V1 V4: sets, deletions and increments in any order leave versions without a gap in the log', async () => {
    const { id } = await makeSession(api);
    const target = { sessionId: id };
    await Promise.all(
      Array.from({ length: 30 }, async (_, at) => {
        if (at % 5 === 4) await deleteVariable(node(at), target, 'n');
        else if (at % 2 === 0) await setVariable(node(at), target, { name: 'n', value: at });
        else await increment(node(at), target, 'n');
      }),
    );
    const events = await api.rows(
      "SELECT type, (payload->>'version')::int AS version FROM event WHERE session_id = $1 AND type LIKE 'VARIABLE_%' ORDER BY seq",
      [id],
    );
    let version = 0;
    for (const event of events) {
      if (event['type'] === 'VARIABLE_SET') version++;
      expect(event['version']).toBe(version);
      if (event['type'] === 'VARIABLE_DELETED') version = 0;
    }
    expect((await variableOf(api, id, 'n'))?.['version'] ?? 0).toBe(version);
  });
});
