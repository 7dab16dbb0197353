import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
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
  it('X1: is the API key of the request', async () => {
    const { viewer } = await api.ok('{ viewer { kind id name scopes role userId } }');
    expect(viewer).toMatchObject({ kind: 'APP', scopes: ['ADMIN'], role: null, userId: null });
    expect(viewer.id).not.toContain(TEST_KEY);
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
    ['another', { authorization: 'Bearer foyer_sk_wrong' }],
    ['the key without its scheme', { authorization: TEST_KEY }],
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
