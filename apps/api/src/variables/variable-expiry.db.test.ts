import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession, unique } from '../testing/make.js';
import { StillClock, startTestApi, type TestApi } from '../testing/test-api.js';
import {
  appVariables,
  deleteVariable,
  increment,
  SET,
  setVariable,
  setVariables,
  variableOf,
  variablesOf,
  variablesOfUser,
  type ShownVariable,
} from '../testing/variable-calls.js';

const TEN_YEARS = 10 * 31_536_000;

describe('a variable with a time to live', () => {
  const clock = new StillClock(new Date('2026-03-01T12:00:00.500Z'));
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
  });
  afterAll(() => api.stop());

  const later = (milliseconds: number): void => clock.set(new Date(clock.now().getTime() + milliseconds));

  const SCOPES: Readonly<Record<string, (sessionId: string) => object>> = {
    SESSION: (sessionId) => ({ sessionId }),
    PLATFORM: (sessionId) => ({ scope: 'PLATFORM', sessionId }),
    USER: (sessionId) => ({ scope: 'USER', sessionId }),
    APP: () => ({ scope: 'APP' }),
  };

  describe.each(Object.keys(SCOPES))('in scope %s', (scope) => {
    /** Every way to read one, and what each of them sees. */
    async function seen(session: { id: string; userId: string }, name: string): Promise<(ShownVariable | undefined)[]> {
      const named = (variables: readonly ShownVariable[]): ShownVariable | undefined =>
        variables.find((one) => one['name'] === name);
      const ways = [
        named(await variablesOf(api, session.id)),
        named(await variablesOf(api, session.id, scope)),
        (await variableOf(api, session.id, name)) ?? undefined,
        (await variableOf(api, session.id, name, scope)) ?? undefined,
      ];
      if (scope === 'APP') ways.push(named(await appVariables(api)));
      if (scope === 'USER') ways.push(named(await variablesOfUser(api, session.userId)));
      if (scope === 'PLATFORM') ways.push(named(await variablesOfUser(api, session.userId, 'telegram')));
      return ways;
    }

    it('V3: is there to the last millisecond, then gone for every kind of read at once, and begins at version 1 again', async () => {
      const session = await makeSession(api, { idleTimeoutSeconds: 0 });
      const target = SCOPES[scope]?.(session.id) ?? {};
      const name = unique('short');
      await setVariable(api, target, { name, value: 'old' });
      const set = await setVariable(api, target, { name, value: 'short', ttlSeconds: 60 });
      expect(set).toMatchObject({ version: 2, expiresAt: new Date(clock.now().getTime() + 60_000).toISOString() });
      later(59_999);
      for (const found of await seen(session, name)) expect(found).toEqual(set);
      later(1);
      for (const found of await seen(session, name)) expect(found).toBeUndefined();
      expect(await deleteVariable(api, target, name)).toBe(false);
      const [row] = await api.rows('SELECT count(*)::int AS n FROM variable WHERE name = $1', [name]);
      expect(row).toEqual({ n: 1 });
      expect(await setVariable(api, target, { name, value: 'new', expectedVersion: 0 })).toMatchObject({
        version: 1,
        expiresAt: null,
      });
    });
  });

  it('V3: counts as 0 and as not there for increments and expectations, swept or not', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    const target = { sessionId: id };
    for (const sweep of [() => Promise.resolve(), () => api.app.sweeper.sweep()]) {
      const name = unique('counter');
      await setVariable(api, target, { name, value: 41, ttlSeconds: 1 });
      later(1_000);
      await sweep();
      const { errors } = await api.send(SET, { input: { target, name, value: 1, expectedVersion: 1 } });
      expect(errors).toMatchObject([{ extensions: { code: 'VERSION_CONFLICT', currentVersion: 0 } }]);
      expect(await increment(api, target, name)).toMatchObject({ value: 1, version: 1, expiresAt: null });
    }
  });

  it('V3: the sweep removes what is gone, and nothing that is not', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    await setVariables(api, { sessionId: id }, [
      { name: 'gone', value: 1, ttlSeconds: 10 },
      { name: 'here', value: 1, ttlSeconds: 11 },
      { name: 'for good', value: 1 },
    ]);
    later(10_000);
    await api.app.sweeper.sweep();
    expect(await api.rows('SELECT name FROM variable WHERE session_id = $1 ORDER BY name', [id])).toEqual([
      { name: 'for good' },
      { name: 'here' },
    ]);
  });

  it('V2 V3: an increment leaves the time as it is; a set without one makes it stay', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    const { expiresAt } = await setVariable(api, { sessionId: id }, { name: 'n', value: 1, ttlSeconds: 60 });
    later(30_000);
    expect(await increment(api, { sessionId: id }, 'n')).toMatchObject({ value: 2, version: 2, expiresAt });
    expect(await setVariable(api, { sessionId: id }, { name: 'n', value: 5 })).toMatchObject({
      version: 3,
      expiresAt: null,
    });
    later(60_000);
    expect(await variableOf(api, id, 'n')).toMatchObject({ value: 5 });
  });

  it('V3 U3: a nearer one that is gone no longer hides the one behind it', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    await setVariable(api, { scope: 'USER', sessionId: id }, { name: 'theme', value: 'user’s' });
    await setVariable(api, { sessionId: id }, { name: 'theme', value: 'session’s', ttlSeconds: 5 });
    expect(await variableOf(api, id, 'theme')).toMatchObject({ value: 'session’s' });
    later(5_000);
    expect(await variableOf(api, id, 'theme')).toMatchObject({ value: 'user’s' });
  });

  it('V3: takes the moment of its end instead of a number of seconds', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    const expiresAt = new Date(clock.now().getTime() + 1).toISOString();
    expect(await setVariable(api, { sessionId: id }, { name: 'n', value: 1, expiresAt })).toMatchObject({ expiresAt });
    later(1);
    expect(await variableOf(api, id, 'n')).toBeNull();
  });

  it.each([
    ['ttlSeconds', { ttlSeconds: 0 }],
    ['ttlSeconds', { ttlSeconds: -5 }],
    ['ttlSeconds', { ttlSeconds: TEN_YEARS + 1 }],
    ['ttlSeconds', { ttlSeconds: 5, expiresAt: '2999-01-01T00:00:00Z' }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
  ])('V3: refuses a bad %s', async (field, more) => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    const refusal = await api.refused(SET, { input: { target: { sessionId: id }, name: 'n', value: 1, ...more } });
    expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: `input.${field}` });
    expect(await variablesOf(api, id, 'SESSION')).toEqual([]);
  });

  it('V3: takes 1 second and ten years', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 0 });
    for (const ttlSeconds of [1, TEN_YEARS])
      expect(await setVariable(api, { sessionId: id }, { name: 'n', value: 1, ttlSeconds })).toMatchObject({
        expiresAt: new Date(clock.now().getTime() + ttlSeconds * 1_000).toISOString(),
      });
  });
});
