import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { bearer, makeKey, makePerson, makeSignedIn, makeToken } from '../testing/people.js';
import { startTestApi, TEST_KEY, type TestApi } from '../testing/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const post = async (payload: string, headers: Record<string, string>): Promise<{ status: number; body: string }> => {
  const { statusCode, body } = await api.app.http.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
  return { status: statusCode, body };
};

describe('viewer', () => {
  const WHO = '{ viewer { kind id name scopes role userId } }';

  it('X1: is the API key of the request', async () => {
    const { viewer } = await api.ok(WHO);
    expect(viewer).toMatchObject({ kind: 'APP', name: 'first', scopes: ['ADMIN'], role: null, userId: null });
    const { id, headers } = await makeKey(api, ['READ', 'POINTS'], { name: 'bot' });
    expect(await api.as(headers).ok(WHO)).toEqual({
      viewer: { kind: 'APP', id, name: 'bot', scopes: ['READ', 'POINTS'], role: null, userId: null },
    });
  });

  it('X3: is the user of the token', async () => {
    const { id } = await makePerson(api);
    await api.ok('mutation ($id: ID) { upsertUser(input: { id: $id, displayName: "Ada" }) { id } }', { id });
    expect(await api.as(bearer(await makeToken(api, id))).ok(WHO)).toEqual({
      viewer: { kind: 'USER', id, name: 'Ada', scopes: [], role: null, userId: id },
    });
  });

  it('X4: is the operator of the login', async () => {
    const { id, headers } = await makeSignedIn(api, 'SUPPORT');
    expect(await api.as(headers).ok(WHO)).toEqual({
      viewer: { kind: 'OPERATOR', id, name: 'Olga', scopes: [], role: 'SUPPORT', userId: null },
    });
  });

  it.each(['Bearer', 'bearer', 'BEARER ', 'Bearer   '])('X1: is known with “%s” before the key', async (scheme) => {
    expect(await api.as({ authorization: `${scheme} ${TEST_KEY}` }).ok('{ viewer { name } }')).toEqual({
      viewer: { name: 'first' },
    });
  });

  it('X1: is whoever the header says, where there is a cookie as well; a header that is no good is not made up for', async () => {
    const { headers: cookie } = await makeSignedIn(api, 'ADMIN');
    const key = await makeKey(api, ['READ']);
    expect(await api.as({ ...cookie, ...key.headers }).ok('{ viewer { id } }')).toEqual({ viewer: { id: key.id } });
    for (const authorization of ['', 'Basic x', bearer('wrong').authorization ?? ''])
      expect((await api.as({ ...cookie, authorization }).refused(WHO)).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('X1 E1: is the actor of the events that the request writes', async () => {
    const { viewer } = await api.ok('{ viewer { id name } }');
    const { id } = await makeSession(api);
    const [event] = await api.rows('SELECT * FROM event WHERE session_id = $1', [id]);
    expect(event).toMatchObject({
      actor_kind: 'app',
      actor_id: viewer.id,
      actor_name: viewer.name,
      environment: 'server',
    });
    expect(event?.['request_id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a request without the key', () => {
  it.each([
    ['none at all', {}],
    ['an empty one', { authorization: '' }],
    ['nothing behind its scheme', { authorization: 'Bearer ' }],
    ['another', { authorization: 'Bearer foyer_sk_wrong' }],
    ['the key without its scheme', { authorization: TEST_KEY }],
    ['the key under another scheme', { authorization: `Basic ${TEST_KEY}` }],
    ['the key twice', { authorization: `Bearer ${TEST_KEY}, Bearer ${TEST_KEY}` }],
    ['a blank before', { authorization: ` Bearer ${TEST_KEY}x` }],
    ['a login that is none', { cookie: 'foyer_login=nothing' }],
    ['the key as a cookie', { cookie: `authorization=${TEST_KEY}` }],
  ])('X1: with %s is UNAUTHENTICATED, whatever it asks, and nothing of it is parsed', async (_, headers) => {
    for (const payload of [
      '{"query":"{ viewer { id } }"}',
      '{"query":"{ __schema { types { name } } }"}',
      '{"query":"{"}',
      '{',
      '',
    ]) {
      const { status, body } = await post(payload, headers as Record<string, string>);
      expect(status).toBe(401);
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  it('X1: changes nothing', async () => {
    const before = await api.rows('SELECT count(*) AS n FROM "user"');
    await post('{"query":"mutation { upsertUser(input: {}) { id } }"}', { authorization: 'Bearer wrong' });
    expect(await api.rows('SELECT count(*) AS n FROM "user"')).toEqual(before);
  });
});
