import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { JSON_HEADER, KEY_HEADER, startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { TEST_KEY } from '../testing/test-api.js';

const QUERY = JSON.stringify({ query: '{ viewer { id } }' });
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '*',
  '',
];
const BODIES = [QUERY, '', '{', 'null', '[]', '\u0000', Buffer.from([0xff, 0xfe])];
const PATHS = [
  '/',
  '/graphql/',
  '/graphql?query={viewer{id}}',
  '//graphql',
  '/nothing',
  '/%ff',
  '/%',
  '/HEALTHZ',
  '/graphql/%69de',
];

describe('the gate', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    // What is asked here with bad credentials is more than one address may ask in a minute.
    const rates = { ...readConfig({}).rates, badCredentialsPerMinute: 1_000_000 };
    api = await startListeningApi({ config: { rates } });
  });
  afterAll(() => api.stop());

  const expectRefused = (answer: { status: number; errors: unknown; text: string }): void => {
    expect(answer.status, answer.text).toBe(401);
    expect(answer.errors).toEqual([
      {
        message: 'Send an API key or a user token: Authorization: Bearer …; or sign in.',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
  };

  it.each(METHODS)('X1: answers UNAUTHENTICATED to %s without a key, whatever its path', async (method) => {
    for (const path of ['/graphql', ...PATHS]) expectRefused(await api.wire({ method, path }));
  });

  it('X1: answers UNAUTHENTICATED to HEAD without a key, whatever its path, and without a body', async () => {
    for (const path of ['/graphql', ...PATHS]) {
      const { status, text, headers } = await api.wire({ method: 'HEAD', path });
      expect([status, text, headers['www-authenticate']], path).toEqual([401, '', 'Bearer']);
    }
  });

  it('X1: answers UNAUTHENTICATED to who asks for more than to sign in, however it is put', async () => {
    const signIn = 'signIn(email: "a@example.org", password: "x") { id }';
    for (const query of [
      `mutation { ${signIn} revokeApiKey(id: "x") { id } }`,
      `mutation { ${signIn} ...F } fragment F on Mutation { touchSession(id: "x") { id } }`,
      `mutation { ... { ${signIn} } }`,
      `mutation a { ${signIn} } query b { viewer { id } }`,
      'mutation { signIn: touchSession(id: "x") { id } }',
      `mutation { ${signIn} ${signIn} }`,
      `${'#'.repeat(20_000)}\nmutation { ${signIn} }`,
      '{ __schema { types { name } } }',
      '{ __typename }',
    ]) {
      expectRefused(await api.wire({ method: 'POST', headers: JSON_HEADER, body: JSON.stringify({ query }) }));
    }
  });

  it('X1: answers UNAUTHENTICATED before it looks at type or body', async () => {
    for (const type of TYPES) {
      for (const body of BODIES) {
        expectRefused(await api.wire({ method: 'POST', headers: { 'content-type': type }, body }));
      }
    }
  });

  it('X1: answers UNAUTHENTICATED before the body has come in', async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n`;
    expect(await say(api.port, head, /UNAUTHENTICATED/)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['no scheme', TEST_KEY],
    ['another scheme', `Basic ${TEST_KEY}`],
    ['another key', 'Bearer foyer_sk_test_0123456780'],
    ['a longer key', `Bearer ${TEST_KEY}0`],
    ['a shorter key', `Bearer ${TEST_KEY.slice(0, -1)}`],
    ['the key in other case', `Bearer ${TEST_KEY.toUpperCase()}`],
    ['the key twice', `Bearer ${TEST_KEY} ${TEST_KEY}`],
    ['two keys in one header', `Bearer wrong, Bearer ${TEST_KEY}`],
    ['nothing behind the scheme', 'Bearer '],
    ['the key in quotes', `Bearer "${TEST_KEY}"`],
  ])('X1: takes no key from %s', async (_what, authorization) => {
    expectRefused(await api.wire({ method: 'POST', headers: { ...JSON_HEADER, authorization }, body: QUERY }));
  });

  it('X1: takes the key from nowhere but its header', async () => {
    const path = `/graphql?query={viewer{id}}&authorization=Bearer%20${TEST_KEY}&api_key=${TEST_KEY}`;
    expectRefused(
      await api.wire({ path, headers: { cookie: `authorization=Bearer ${TEST_KEY}`, 'x-api-key': TEST_KEY } }),
    );
  });

  it('X1: answers to the key, with the scheme in any case', async () => {
    for (const authorization of [`Bearer ${TEST_KEY}`, `bearer ${TEST_KEY}`, `BEARER  ${TEST_KEY}`]) {
      const answer = await api.wire({ method: 'POST', headers: { ...JSON_HEADER, authorization }, body: QUERY });
      expect(answer).toMatchObject({ status: 200, errors: undefined });
    }
  });

  it('X1: asks for no key where there is nothing to guard: health checks, and the page of the IDE with its files', async () => {
    const accept = { accept: 'text/html,application/xhtml+xml' };
    expect(await api.wire({ path: '/healthz' })).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await api.wire({ path: '/readyz' })).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect((await api.wire({ headers: accept })).text).toMatch(/^<!doctype html>/i);
    expect((await api.wire({ path: '/graphql/ide/nothing.js' })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expectRefused(await api.wire({ path: '/graphql?query={viewer{id}}', headers: accept }));
    expectRefused(await api.wire({ method: 'POST', headers: { ...accept, ...JSON_HEADER }, body: QUERY }));
  });

  it('answers nothing at unknown addresses with NOT_FOUND, and at unreadable ones with BAD_USER_INPUT, to who has the key', async () => {
    for (const [path, status, code] of [
      ['/nothing', 404, 'NOT_FOUND'],
      ['/graphql/', 404, 'NOT_FOUND'],
      ['/%ff', 400, 'BAD_USER_INPUT'],
    ] as const) {
      const answer = await api.wire({ path, headers: KEY_HEADER });
      expect([answer.status, answer.errors?.[0]?.extensions.code]).toEqual([status, code]);
    }
  });

  it.each([
    'hello\r\n\r\n',
    'BREW /graphql HTTP/1.1\r\nHost: x\r\n\r\n',
    '\x16\x03\x01\x02',
    `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  ])('X1: tells nothing to who does not speak HTTP, and goes on: %j', async (bytes) => {
    expect(await say(api.port, bytes, /\r\n\r\n/)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await api.post(QUERY)).status).toBe(200);
  });
});

/** Writes to a bare connection, and gives what has come back when it matches. */
async function say(port: number, bytes: string, until: RegExp): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let heard = '';
  for await (const chunk of socket) {
    heard += String(chunk);
    if (until.test(heard)) break;
  }
  socket.destroy();
  return heard;
}
