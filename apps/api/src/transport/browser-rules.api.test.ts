import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  JSON_HEADER,
  KEY_HEADER,
  startListeningApi,
  type ListeningApi,
  type WireAnswer,
} from '../testing/listening-api.js';
import { makePerson, makeSignedIn, makeToken, bearer, signIn, makeOperator } from '../testing/people.js';

const QUERY = JSON.stringify({ query: '{ viewer { kind } }' });
const PAGE = { accept: 'text/html' };
const ALLOWED = 'https://app.example';
const FOREIGN = [
  'https://evil.example',
  'https://app.example.evil.example',
  'http://app.example',
  'null',
  ALLOWED + ':8443',
];

const corsHeaders = ({ headers }: WireAnswer): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  },
});

describe('browsers', () => {
  let api: ListeningApi;
  let open: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
    open = await startListeningApi({
      beside: api,
      config: { allowedOrigins: [ALLOWED], isProduction: true, ide: false },
    });
  });
  afterAll(async () => {
    await open.stop();
    await api.stop();
  });

  const ask = (to: ListeningApi, headers: Readonly<Record<string, string>>): Promise<WireAnswer> =>
    to.wire({ method: 'POST', headers: { ...JSON_HEADER, ...headers }, body: QUERY });

  it('are told by every answer that it is data: no page, in no frame, of no other type, and that they tell nobody of it', async () => {
    for (const answer of [
      await ask(api, KEY_HEADER),
      await ask(api, {}),
      await api.wire({ path: '/healthz' }),
      await api.wire({ path: '/metrics' }),
      await api.wire({ path: '/nothing', headers: KEY_HEADER }),
      await api.wire({ path: '/%ff', headers: KEY_HEADER }),
      await api.post('x'.repeat(3_000_000)),
    ]) {
      expect(answer.headers).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers).not.toHaveProperty('server');
    }
    const page = await api.wire({ headers: PAGE });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'self';/);
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it('may keep the files of the IDE, and nothing that is data', async () => {
    const { status, headers } = await api.wire({ path: '/graphql/ide/ruru.css' });
    expect(status).toBe(200);
    expect(headers['cache-control'] ?? '').not.toContain('no-store');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await api.wire({ headers: PAGE })).headers['cache-control']).toBe('no-store');
  });

  it('are told to come by TLS alone where they came by TLS, and not else', async () => {
    expect((await ask(api, KEY_HEADER)).headers).not.toHaveProperty('strict-transport-security');
    const { headers } = await ask(api, { ...KEY_HEADER, 'x-forwarded-proto': 'https' });
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
  });

  it('X1: let no page of another place read anything, unless one is allowed', async () => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    for (const origin of [...FOREIGN, ALLOWED, 'http://127.0.0.1:3000', `http://127.0.0.1:${api.port}`]) {
      expect(corsHeaders(await ask(api, { ...KEY_HEADER, origin })), origin).toEqual([]);
      expect(corsHeaders(await ask(api, { ...headers, origin })), origin).toEqual([]);
      const asked = await api.wire(preflight(origin));
      expect([asked.status, corsHeaders(asked)], origin).toEqual([401, []]);
    }
  });

  it('X1: let the pages of an allowed place ask, with a key and with the login', async () => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    for (const credentials of [KEY_HEADER, headers]) {
      const answer = await ask(open, { ...credentials, origin: ALLOWED });
      expect(answer).toMatchObject({ status: 200, errors: undefined });
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': ALLOWED,
        'access-control-allow-credentials': 'true',
      });
      expect(answer.headers.vary).toContain('Origin');
    }
    const refused = await ask(open, { origin: ALLOWED });
    expect(refused).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': ALLOWED } });
  });

  it('X1: are told without credentials what the pages of an allowed place may ask', async () => {
    const answer = await open.wire(preflight(ALLOWED));
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ALLOWED,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, POST',
    });
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    // Nothing else is answered by asking for it.
    expect((await open.wire({ ...preflight(ALLOWED), path: '/healthz', method: 'PUT' })).status).toBe(401);
  });

  it('X1: let no other place’s pages ask while one is allowed', async () => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    for (const origin of FOREIGN) {
      expect(corsHeaders(await ask(open, { ...KEY_HEADER, origin })), origin).toEqual([]);
      expect(await ask(open, { ...headers, origin })).toMatchObject({ status: 403 });
      const asked = await open.wire(preflight(origin));
      expect([asked.status, corsHeaders(asked)], origin).toEqual([401, []]);
    }
  });

  it('X4: that came by TLS are not asked from a page of our host that did not', async () => {
    const operator = await makeOperator(api, 'VIEWER');
    const tls = { 'x-forwarded-proto': 'https', host: 'foyer.example' };
    const login = { ...tls, ...(await signIn(api, operator, { headers: tls })) };
    expect(await ask(api, { ...login, origin: 'https://foyer.example' })).toMatchObject({ status: 200 });
    expect(await ask(api, { ...login, origin: 'http://foyer.example' })).toMatchObject({ status: 403 });
    expect(await ask(api, { ...login, host: 'FOYER.example', origin: 'https://foyer.example' })).toMatchObject({
      status: 200,
    });
  });

  it('X1: find no IDE where it is off, neither page nor files', async () => {
    for (const path of ['/graphql', '/graphql/ide/ruru.js']) {
      expect((await open.wire({ path, headers: PAGE })).status, path).toBe(401);
    }
    const token = bearer(await makeToken(api, (await makePerson(api)).id));
    expect((await open.wire({ path: '/graphql/ide/ruru.js', headers: token })).status).toBe(404);
    expect((await open.wire({ headers: { ...PAGE, ...token } })).text).not.toMatch(/<html/i);
  });
});
