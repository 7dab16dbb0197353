import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../testing/database-state.js';
import { makeKey, makeOperator, makeSignedIn, type Headers } from '../testing/people.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const MUTATION = 'mutation { upsertUser(input: { displayName: "planted" }) { id } }';
const EVIL = 'https://evil.example';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Sent {
  readonly method?: 'GET' | 'POST' | 'OPTIONS';
  readonly url?: string;
  readonly headers?: Headers;
  readonly payload?: string;
}

describe('a page of another site', () => {
  let api: TestApi;
  let cookie: string;
  beforeAll(async () => {
    const config = { allowedOrigins: ['https://partner.example'], consoleUrl: 'https://console.example' };
    api = await startTestApi({ config });
    ({ cookie } = (await makeSignedIn(api, 'ADMIN')).headers);
  });
  afterAll(() => api.stop());

  async function send({ method = 'POST', url = '/graphql', headers = {}, payload }: Sent) {
    const all = { host: 'foyer.example', ...headers };
    const answer = await api.app.http.inject({ method, url, headers: all, ...(payload ? { payload } : {}) });
    const { data, errors } = answer.body.startsWith('{') ? answer.json() : { data: undefined, errors: undefined };
    return { status: answer.statusCode, headers: answer.headers, data, code: errors?.[0]?.extensions.code as string };
  }

  /** With the cookie, which the browser adds by itself. */
  const ride = (sent: Sent) =>
    send({ payload: JSON.stringify({ query: MUTATION }), ...sent, headers: { cookie, ...JSON_TYPE, ...sent.headers } });

  const expectNothing = async (sent: Sent, codes: readonly string[]): Promise<void> => {
    const before = await fingerprintOf(api);
    const { status, data, code, headers } = await ride(sent);
    expect(codes, `${status} ${code}`).toContain(code);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(data ?? null).toBeNull();
    expect(headers['set-cookie']).toBeUndefined();
    expect(await fingerprintOf(api)).toBe(before);
  };

  it.each([
    ['says where it is', { origin: EVIL }],
    ['hides where it is', { origin: 'null' }],
    ['lies beside ours', { origin: 'https://evil.foyer.example' }],
    ['is called like ours', { origin: 'https://foyer.example.evil.example' }],
    ['is at another port of ours', { origin: 'https://foyer.example:8443' }],
    ['is like one that is allowed', { origin: 'https://partner.example.evil.example' }],
    ['is one that is allowed, without TLS', { origin: 'http://partner.example' }],
    ['is no address', { origin: 'foyer.example' }],
    ['is of another site, its browser says', { 'sec-fetch-site': 'cross-site' }],
    ['is of another host, its browser says', { 'sec-fetch-site': 'same-site' }],
    ['gives its address as ours', { origin: EVIL, referer: 'https://foyer.example/' }],
  ])('X4: that %s cannot act with the cookie, nor read', async (_what, headers) => {
    await expectNothing({ headers }, ['FORBIDDEN']);
    await expectNothing({ headers, payload: JSON.stringify({ query: '{ users { nodes { id } } }' }) }, ['FORBIDDEN']);
    await expectNothing({ method: 'GET', url: '/graphql?query={viewer{id}}', headers }, ['FORBIDDEN']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'X4: cannot act with a form, which needs no leave of ours: “%s”',
    async (type) => {
      for (const payload of [JSON.stringify({ query: MUTATION }), `query=${encodeURIComponent(MUTATION)}`])
        for (const origin of [{}, { origin: EVIL }])
          await expectNothing({ headers: { 'content-type': type, ...origin }, payload }, [
            'FORBIDDEN',
            'BAD_USER_INPUT',
          ]);
    },
  );

  it('X4: cannot act with an address that is opened', async () => {
    const url = `/graphql?query=${encodeURIComponent(MUTATION)}`;
    for (const headers of [{}, { 'apollo-require-preflight': '1' }, { origin: EVIL }, { 'sec-fetch-site': 'none' }])
      await expectNothing({ method: 'GET', url, headers }, ['FORBIDDEN', 'BAD_REQUEST', 'BAD_USER_INPUT']);
  });

  it('X4: cannot sign its reader in as somebody else', async () => {
    const { email, password } = await makeOperator(api, 'VIEWER');
    const query = `mutation { signIn(email: "${email}", password: "${password}") { id } }`;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await send({
        headers: { 'content-type': type, origin: EVIL },
        payload: JSON.stringify({ query }),
      });
      expect([answer.status >= 400, answer.headers['set-cookie']]).toEqual([true, undefined]);
    }
    await expectNothing({ payload: JSON.stringify({ query }), headers: { origin: EVIL } }, [
      'FORBIDDEN',
      'UNAUTHENTICATED',
    ]);
  });

  it('X4: is given no leave to ask with anything else', async () => {
    for (const origin of [EVIL, 'null']) {
      const { headers } = await send({
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      const read = await send({ headers: { ...JSON_TYPE, origin, cookie }, payload: '{"query":"{viewer{id}}"}' });
      expect(read.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each([
    ['of the same host', { origin: 'http://foyer.example' }],
    ['of the console', { origin: 'https://console.example' }],
    ['that the configuration allows', { origin: 'https://partner.example' }],
    ['of the same host, its browser says', { 'sec-fetch-site': 'same-origin' }],
    ['that was opened by hand', { 'sec-fetch-site': 'none' }],
    ['that is none', {}],
  ])('X4: is not a page %s', async (_what, headers) => {
    expect(await ride({ headers })).toMatchObject({ status: 200, data: { upsertUser: {} } });
  });

  it('X4: that has a key of its own needs no cookie, and so rides on none', async () => {
    const { headers } = await makeKey(api, ['WRITE']);
    expect(await ride({ headers: { ...headers, origin: EVIL } })).toMatchObject({
      status: 200,
      data: { upsertUser: {} },
    });
  });
});
