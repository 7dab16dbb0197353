import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identity, makeSession, unique, type MadeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import {
  appVariables,
  DELETE,
  deleteVariable,
  INCREMENT,
  SET,
  SET_MANY,
  setVariable,
  variableOf,
  variablesOf,
  variablesOfUser,
} from '../testing/variable-calls.js';

/** One person with two platforms, and two sessions on one of them. */
interface Person {
  readonly ref: object;
  readonly telegram: MadeSession;
  readonly telegramToo: MadeSession;
  readonly discord: MadeSession;
}

describe('scopes of variables', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  async function makePerson(): Promise<Person> {
    const user = identity();
    const telegram = await makeSession(api, { user });
    const ref = { id: telegram.userId };
    return {
      ref,
      telegram,
      telegramToo: await makeSession(api, { user: ref, key: 'second' }),
      discord: await makeSession(api, { user: ref, platform: 'discord' }),
    };
  }

  const value = async (sessionId: string, name: string, scope?: string): Promise<unknown> =>
    (await variableOf(api, sessionId, name, scope))?.['value'] ?? null;

  it('U3: the nearest scope that has a name wins, and takes over when the one before it goes', async () => {
    const {
      telegram: { id },
    } = await makePerson();
    const name = unique('theme');
    const targets = [
      { scope: 'APP' },
      { scope: 'USER', sessionId: id },
      { scope: 'PLATFORM', sessionId: id },
      { scope: 'SESSION', sessionId: id },
    ];
    for (const target of targets) {
      await setVariable(api, target, { name, value: target.scope });
      expect(await value(id, name)).toBe(target.scope);
      expect((await variablesOf(api, id)).filter((one) => one['name'] === name)).toMatchObject([
        { scope: target.scope, value: target.scope, version: 1 },
      ]);
    }
    for (const target of targets.toReversed()) {
      expect(await value(id, name)).toBe(target.scope);
      expect(await value(id, name, target.scope)).toBe(target.scope);
      await deleteVariable(api, target, name);
      expect(await value(id, name, target.scope)).toBeNull();
    }
    expect(await value(id, name)).toBeNull();
  });

  it('U3: user variables are seen from every platform and session, platform ones on theirs, session ones in theirs', async () => {
    const { ref, telegram, telegramToo, discord } = await makePerson();
    await setVariable(api, { scope: 'USER', sessionId: discord.id }, { name: 'language', value: 'de' });
    await setVariable(api, { scope: 'PLATFORM', user: ref, platform: 'telegram' }, { name: 'chat', value: 7 });
    await setVariable(api, { sessionId: telegram.id }, { name: 'draft', value: 'x' });
    const seen = await Promise.all(
      [telegram, telegramToo, discord].map(async ({ id }) => [
        await value(id, 'language'),
        await value(id, 'chat'),
        await value(id, 'draft'),
      ]),
    );
    expect(seen).toEqual([
      ['de', 7, 'x'],
      ['de', 7, null],
      ['de', null, null],
    ]);
    const stranger = await makeSession(api);
    expect(await Promise.all(['language', 'chat', 'draft'].map((name) => value(stranger.id, name)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('U3 V1: a change from one platform is at once the one that the other goes on from', async () => {
    const { ref, telegram, discord } = await makePerson();
    await setVariable(api, { scope: 'USER', sessionId: telegram.id }, { name: 'coins', value: 1 });
    await setVariable(api, { scope: 'USER', sessionId: discord.id }, { name: 'coins', value: 2, expectedVersion: 1 });
    await setVariable(api, { scope: 'USER', user: ref }, { name: 'coins', value: 3, expectedVersion: 2 });
    const { identity: linked } = identity('web');
    await api.ok('mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { id } }', {
      input: { userId: telegram.userId, ...linked },
    });
    expect(
      await setVariable(
        api,
        { scope: 'USER', user: { identity: linked } },
        { name: 'coins', value: 4, expectedVersion: 3 },
      ),
    ).toMatchObject({ version: 4 });
    for (const { id } of [telegram, discord]) expect(await value(id, 'coins')).toBe(4);
  });

  it('U3: a user shows their own, and those of a platform that is asked for, each scope by name', async () => {
    const { ref, telegram } = await makePerson();
    for (const name of ['b', 'a', 'B']) await setVariable(api, { scope: 'USER', user: ref }, { name, value: name });
    for (const name of ['b', 'é', 'z'])
      await setVariable(api, { scope: 'PLATFORM', user: ref, platform: 'telegram' }, { name, value: name });
    await setVariable(api, { sessionId: telegram.id }, { name: 'a', value: 'hidden here' });
    const shown = async (platform?: string): Promise<unknown[]> =>
      (await variablesOfUser(api, telegram.userId, platform)).map(({ scope, name }) => `${scope} ${name}`);
    expect(await shown()).toEqual(['USER B', 'USER a', 'USER b']);
    expect(await shown('telegram')).toEqual(['PLATFORM b', 'PLATFORM z', 'PLATFORM é', 'USER B', 'USER a', 'USER b']);
    for (const platform of ['discord', '', 'No such; --'])
      expect(await shown(platform)).toEqual(['USER B', 'USER a', 'USER b']);
  });

  it('S11: each of many sessions in one document has its own, whatever is asked of them', async () => {
    const { telegram, telegramToo, discord } = await makePerson();
    for (const { id } of [telegram, telegramToo, discord])
      await setVariable(api, { sessionId: id }, { name: 'own', value: id });
    await setVariable(api, { scope: 'PLATFORM', sessionId: telegram.id }, { name: 'own', value: 'platform' });
    const { user } = await api.ok(
      `query ($id: ID!) { user(ref: { id: $id }) { sessions { nodes { id
        all: variables { name value } mine: variables(scope: SESSION) { value } own: variable(name: "own") { value }
        far: variable(name: "own", scope: PLATFORM) { value } none: variable(name: "PLATFORM own") { value } } } } }`,
      { id: telegram.userId },
    );
    expect(user.sessions.nodes).toHaveLength(3);
    for (const { id, all, mine, own, far, none } of user.sessions.nodes) {
      expect(all.filter(({ name }: { name: string }) => name === 'own')).toEqual([{ name: 'own', value: id }]);
      expect([mine, own, none]).toEqual([[{ value: id }], { value: id }, null]);
      expect(far).toEqual(id === discord.id ? null : { value: 'platform' });
    }
  });

  it('U3 E1: the app’s are seen by everybody, in the order of their names, and have no events', async () => {
    const before = await api.rows('SELECT count(*) AS n FROM event');
    const names = ['zz', 'Zz', 'aa'].map((word) => unique(word));
    for (const name of names) await setVariable(api, { scope: 'APP' }, { name, value: name });
    await deleteVariable(api, { scope: 'APP' }, names[0] ?? '');
    const shown = (await appVariables(api)).map(({ name }) => name as string).filter((name) => names.includes(name));
    expect(shown).toEqual([names[1], names[2]]);
    expect(await api.rows('SELECT count(*) AS n FROM event')).toEqual(before);
    expect(await value((await makeSession(api)).id, names[1] ?? '')).toBe(names[1]);
  });

  const NAMED = ['sessionId', 'user', 'platform'] as const;
  const RIGHT: Readonly<Record<string, readonly string[]>> = {
    SESSION: ['sessionId'],
    PLATFORM: ['sessionId', 'user platform'],
    USER: ['sessionId', 'user'],
    APP: [''],
  };
  const combinations = Array.from({ length: 8 }, (_, bits) => NAMED.filter((__, at) => bits & (1 << at)));

  describe.each(Object.keys(RIGHT))('a target of scope %s', (scope) => {
    it.each(combinations.map((given) => [given.join(' ') || 'nothing', given] as const))(
      'U3: named by %s is taken or refused as the contract says, by every mutation',
      async (_name, given) => {
        const { ref, telegram } = await makePerson();
        const all = { sessionId: telegram.id, user: ref, platform: 'telegram' };
        const target = { scope, ...Object.fromEntries(given.map((name) => [name, all[name]])) };
        const name = unique('n');
        const inputs = [
          [SET, { name, value: 1 }],
          [SET_MANY, { variables: [{ name, value: 1 }] }],
          [INCREMENT, { name }],
          [DELETE, { name }],
        ] as const;
        for (const [document, input] of inputs) {
          const { errors } = await api.send(document, { input: { target, ...input } });
          const isRight = RIGHT[scope]?.includes(given.join(' '));
          expect(errors?.[0]?.extensions).toEqual(
            isRight ? undefined : { code: 'BAD_USER_INPUT', field: 'input.target' },
          );
        }
      },
    );
  });

  it('U3: without a scope the session’s is meant, also where null is said', async () => {
    const { id } = await makeSession(api);
    expect(await setVariable(api, { sessionId: id }, { name: 'n', value: 1 })).toMatchObject({ scope: 'SESSION' });
    expect(
      await setVariable(api, { sessionId: id, scope: null, user: null, platform: null }, { name: 'n', value: 1 }),
    ).toMatchObject({ scope: 'SESSION', version: 2 });
  });

  it.each([
    ['a user by two names', { scope: 'USER', user: { id: 'x', identity: { platform: 'web', externalId: 'x' } } }],
    ['a user by none', { scope: 'USER', user: {} }],
    ['an identity of no platform', { scope: 'USER', user: { identity: { platform: '../etc', externalId: 'x' } } }],
    ['no platform', { scope: 'PLATFORM', user: { id: 'x' }, platform: 'Web!' }],
    ['a scope that is none', { scope: 'WORLD' }],
  ])('U3: a target that names %s is BAD_USER_INPUT', async (_name, target) => {
    expect(await api.refused(SET, { input: { target, name: 'n', value: 1 } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});
