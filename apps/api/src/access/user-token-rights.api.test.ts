import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../testing/acts.js';
import { fingerprintOf } from '../testing/database-state.js';
import { identity, makeSession, unique } from '../testing/make.js';
import { OPERATIONS } from '../testing/operations.js';
import { bearer, makeKey, makePerson, makeToken, type MadePerson } from '../testing/people.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import { appVariables, setVariable, variableOf, variablesOf } from '../testing/variable-calls.js';

describe('whoever has a user token', () => {
  let api: TestApi;
  let user: MadePerson;
  let own: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    user = await makePerson(api);
    own = api.as(bearer(await makeToken(api, user.id)));
    await setVariable(api, { scope: 'APP' }, { name: 'price list', value: 'secret' });
    await setVariable(api, { scope: 'APP' }, { name: 'hp', value: 'of the app' });
  });
  afterAll(() => api.stop());

  it('X3: opens, uses and ends sessions of their own, by their id and by their identities', async () => {
    const key = unique('key');
    const { session, created } = await act(own, 'getOrCreateSession', {
      user: { id: user.id },
      platform: 'telegram',
      key,
    });
    expect([created, session.userId]).toEqual([true, user.id]);
    const { platform, externalId } = user;
    const again = { user: { identity: { platform, externalId } }, platform: 'telegram', key };
    expect(await act(own, 'getOrCreateSession', again)).toMatchObject({ created: false, session: { id: session.id } });
    await act(own, 'addMessage', { sessionId: session.id, message: { role: 'USER', content: 'hello' } });
    await act(own, 'endSession', { id: session.id });
    const { searchMessages } = await own.ok('{ searchMessages(query: "hello") { nodes { sessionId } } }');
    expect(searchMessages.nodes).toEqual([{ sessionId: session.id }]);
    expect(await own.ok('mutation ($id: ID!) { deleteSession(id: $id) }', session)).toEqual({ deleteSession: true });
  });

  it('X3 U1: makes no user: an unknown identity is not there, and stays so', async () => {
    const before = await fingerprintOf(api);
    for (const operation of ['getOrCreateSession', 'createSession']) {
      const input = { user: identity(), platform: 'telegram', key: unique('key') };
      const refusal = await own.refused(OPERATIONS[operation]?.document ?? '', { input });
      expect(refusal.extensions.code).toBe('NOT_FOUND');
    }
    expect(await fingerprintOf(api)).toBe(before);
  });

  it('X3 U3: reads no app variable, whichever way it is asked for', async () => {
    const { id } = await makeSession(api, { user: { id: user.id }, key: unique('key') });
    await setVariable(own, { sessionId: id }, { name: 'mine', value: 1 });
    expect((await variablesOf(own, id)).map(({ name }) => name as string)).toEqual(['mine']);
    expect(await variablesOf(own, id, 'APP')).toEqual([]);
    for (const scope of [undefined, 'APP']) {
      expect(await variableOf(own, id, 'price list', scope)).toBeNull();
      expect(await variableOf(own, id, 'hp', scope)).toBeNull();
    }
    const nested = await own.ok(
      'query ($id: ID!) { user(ref: { id: $id }) { variables(platform: "telegram") { name } sessions { nodes { variables { name } } } } }',
      user,
    );
    expect(JSON.stringify(nested)).not.toContain('price list');
    expect((await own.refused('{ appVariables { name } }')).extensions.code).toBe('FORBIDDEN');
    // Whoever may see them sees them there.
    expect((await variablesOf(api, id)).map(({ name }) => name as string)).toEqual(['mine', 'hp', 'price list']);
  });

  it('X3: writes no app variable', async () => {
    const before = await appVariables(api);
    const target = { scope: 'APP' };
    for (const [operation, input] of Object.entries({
      setVariable: { target, name: 'hp', value: 1 },
      setVariables: { target, variables: [{ name: 'hp', value: 1 }] },
      incrementVariable: { target, name: 'count' },
      deleteVariable: { target, name: 'hp' },
    })) {
      const document = OPERATIONS[operation]?.document ?? '';
      for (const by of [own, api.as((await makeKey(api, ['WRITE'])).headers)])
        expect((await by.refused(document, { input })).extensions.code).toBe('FORBIDDEN');
    }
    expect(await appVariables(api)).toEqual(before);
  });

  it('X3 V1: writes variables of their own in every other scope', async () => {
    const { id: sessionId } = await makeSession(api, { user: { id: user.id }, key: unique('key') });
    for (const target of [
      { sessionId },
      { scope: 'PLATFORM', sessionId },
      { scope: 'USER', user: { id: user.id } },
      { scope: 'USER', user: { identity: { platform: user.platform, externalId: user.externalId } } },
    ])
      expect((await setVariable(own, target, { name: unique('hp'), value: 7 }))['version']).toBe(1);
  });

  it('X3: is nobody once their user’s time is over, and keeps what others made for them', async () => {
    const short = api.as(bearer(await makeToken(api, user.id, 1)));
    const { id } = await makeSession(short, { user: { id: user.id }, key: unique('key') });
    if ('advance' in api.clock) api.clock.advance(62);
    expect((await short.refused('{ viewer { id } }')).extensions.code).toBe('UNAUTHENTICATED');
    expect((await own.ok('query ($id: ID) { session(id: $id) { id } }', { id }))['session']).toEqual({ id });
  });

  it.each([0, -1, 2_592_001])('X3: is given no token for %i s', async (ttlSeconds) => {
    const refusal = await api.refused(
      'mutation ($id: ID!, $ttl: Int!) { createUserToken(user: { id: $id }, ttlSeconds: $ttl) { token } }',
      { id: user.id, ttl: ttlSeconds },
    );
    expect(refusal.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'ttlSeconds' });
  });
});
