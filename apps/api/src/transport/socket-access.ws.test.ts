import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';
import { makeKey, makeOperator, makePerson, makeSignedIn, makeToken, revokeKey, signIn } from '../testing/people.js';
import {
  admittedSocket,
  openSocket,
  refusedUpgrade,
  type Closed,
  type SocketClient,
} from '../testing/socket-client.js';
import { TEST_KEY, TestClock } from '../testing/test-api.js';

const VIEWER = '{ viewer { kind id } }';
const ALLOWED = 'https://app.example';

/** How long it took until the socket was closed, and how. */
async function untilClosed({ closed }: SocketClient): Promise<Closed & { readonly seconds: number }> {
  const begun = performance.now();
  const { code, reason } = await closed;
  return { code, reason, seconds: (performance.now() - begun) / 1_000 };
}

describe('a socket', () => {
  const clock = new TestClock();
  let api: ListeningApi;
  let other: ListeningApi;
  beforeAll(async () => {
    const rates = { ...readConfig({}).rates, badCredentialsPerMinute: 1_000 };
    const config = { rates, allowedOrigins: [ALLOWED] };
    api = await startListeningApi({ clock, config });
    other = await startListeningApi({ clock, config, beside: api });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  const admitted = async (client: SocketClient, payload?: object): Promise<string> => {
    const taken = await client.init(payload);
    if ('code' in taken) return String(taken.code);
    client.socket.close();
    return taken.type;
  };

  it('X1: serves the key of its first message', async () => {
    const socket = await admittedSocket(api.port);
    const { data, errors } = await socket.ask(VIEWER);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ viewer: { kind: 'APP' } });
    socket.socket.close();
  });

  it.each([
    ['nothing', undefined],
    ['an empty payload', {}],
    ['another scheme', { authorization: `Basic ${TEST_KEY}` }],
    ['the key without a scheme', { authorization: TEST_KEY }],
    ['another key', { authorization: 'Bearer foyer_sk_test_0000000000' }],
    ['a token that nobody signed', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' }],
    ['a key that is no text', { authorization: [`Bearer ${TEST_KEY}`] }],
    ['the key under another name', { Authorization: `Bearer ${TEST_KEY}`, headers: { authorization: TEST_KEY } }],
  ])('X1: with %s is closed with 4403', async (_what, payload) => {
    expect(await admitted(await openSocket(api.port), payload)).toBe('4403');
  });

  it('X1: takes a key from its first message, and from no header or address', async () => {
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    expect(await admitted(await openSocket(api.port, { headers }))).toBe('4403');
  });

  it('X1: answers nothing before its first message was taken', async () => {
    const socket = await openSocket(api.port);
    socket.say({ id: '1', type: 'subscribe', payload: { query: VIEWER } });
    expect((await socket.closed).code).toBe(4401);
  });

  it('X4: serves the login of its upgrade, to our own pages alone', async () => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    expect(await admitted(await openSocket(api.port, { headers }))).toBe('connection_ack');
    const origin = `http://127.0.0.1:${api.port}`;
    for (const own of [origin, 'http://127.0.0.1:3000', ALLOWED]) {
      expect(await admitted(await openSocket(api.port, { headers, origin: own }))).toBe('connection_ack');
    }
    expect(await admitted(await openSocket(api.port, { headers: { cookie: 'foyer_login=x' } }))).toBe('4403');
  });

  it.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1',
    'http://app.example',
    'https://app.example.evil.example',
  ])('X1: is refused at the upgrade for a page of %s, whatever it brings', async (origin) => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    expect(await refusedUpgrade(api.port, { origin, headers })).toBe(403);
    expect(await refusedUpgrade(api.port, { origin })).toBe(403);
  });

  it('X1: is had at /graphql and nowhere else', async () => {
    for (const path of ['/', '/healthz', '/graphql/', '/metrics', '/%ff']) {
      expect(await refusedUpgrade(api.port, {}, path), path).not.toBe(101);
    }
    expect(await refusedUpgrade(api.port, {}, '/nothing')).toBe(401);
    expect(await refusedUpgrade(api.port, { headers: { authorization: `Bearer ${TEST_KEY}` } }, '/nothing')).toBe(404);
  });

  it('X3: sees of sessions those of its user', async () => {
    const [mine, theirs] = [await makeSession(api), await makeSession(api)];
    const socket = await admittedSocket(api.port, await makeToken(api, mine.userId));
    const query =
      'query ($mine: ID!, $theirs: ID!) { mine: session(id: $mine) { id } theirs: session(id: $theirs) { id } }';
    const { data } = await socket.ask(query, { mine: mine.id, theirs: theirs.id });
    expect(data).toEqual({ mine: { id: mine.id }, theirs: null });
    expect((await socket.ask('{ apiKeys { id } }')).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    socket.socket.close();
  });

  it('X2: of a key that another node revokes is closed with 4403 within 5 s, and no other one', async () => {
    const key = await makeKey(api, ['READ']);
    const stays = await admittedSocket(api.port);
    const [idle, busy] = [await admittedSocket(api.port, key.secret), await admittedSocket(api.port, key.secret)];
    expect((await busy.ask(VIEWER)).errors).toBeUndefined();
    await revokeKey(other, key.id);
    for (const closed of await Promise.all([untilClosed(idle), untilClosed(busy)])) {
      expect(closed).toMatchObject({ code: 4403 });
      expect(closed.seconds).toBeLessThan(5);
    }
    expect((await stays.ask(VIEWER)).errors).toBeUndefined();
    stays.socket.close();
  }, 15_000);

  it('X2: whose key was revoked on the same node has its next operation refused and is closed', async () => {
    const key = await makeKey(api, ['READ']);
    const socket = await admittedSocket(api.port, key.secret);
    await revokeKey(api, key.id);
    socket.say({ id: '1', type: 'subscribe', payload: { query: VIEWER } });
    expect((await socket.closed).code).toBe(4403);
  });

  it('X4: of a login that ends is closed with 4403 within 5 s, be it that its operator was disabled or signed out', async () => {
    const disabled = await makeOperator(api, 'VIEWER');
    const first = await openSocket(api.port, { headers: await signIn(api, disabled) });
    const { headers } = await makeSignedIn(api, 'VIEWER');
    const second = await openSocket(api.port, { headers });
    expect(await Promise.all([first.init(), second.init()])).toMatchObject([
      { type: 'connection_ack' },
      { type: 'connection_ack' },
    ]);
    await other.ok('mutation ($id: ID!) { updateOperator(input: { id: $id, disabled: true }) { id } }', {
      id: disabled.id,
    });
    await other.as(headers).ok('mutation { signOut }');
    for (const closed of await Promise.all([untilClosed(first), untilClosed(second)])) {
      expect(closed).toMatchObject({ code: 4403 });
      expect(closed.seconds).toBeLessThan(5);
    }
  }, 15_000);

  it('X3: of a token that expires, or a key, is closed with 4403 within 5 s', async () => {
    const { id } = await makePerson(api);
    const token = await admittedSocket(api.port, await makeToken(api, id, 600));
    const expiresAt = new Date(clock.now().getTime() + 600_000).toISOString();
    const key = await admittedSocket(api.port, (await makeKey(api, ['READ'], { expiresAt })).secret);
    clock.advance(662);
    for (const closed of await Promise.all([untilClosed(token), untilClosed(key)])) {
      expect(closed).toMatchObject({ code: 4403 });
      expect(closed.seconds).toBeLessThan(5);
    }
  }, 15_000);
});

describe('rates over sockets', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    const rates = { ...readConfig({}).rates, badCredentialsPerMinute: 2, tokenRequestsPerMinute: 5 };
    api = await startListeningApi({ config: { rates } });
  });
  afterAll(() => api.stop());

  it('X6: count the operations of a user token with its requests', async () => {
    const { id } = await makePerson(api);
    const socket = await admittedSocket(api.port, await makeToken(api, id));
    for (let count = 0; count < 4; count++) expect((await socket.ask(VIEWER)).errors).toBeUndefined();
    const [error] = (await socket.ask(VIEWER)).errors ?? [];
    expect(error?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number });
    socket.socket.close();
  });

  it('X6: slow bad credentials down: the third in a minute is told to come again, as is a good one from there', async () => {
    const tries = async (token: string): Promise<number | string> => {
      const taken = await (await openSocket(api.port)).init({ authorization: `Bearer ${token}` });
      return 'code' in taken ? taken.code : taken.type;
    };
    expect([await tries('wrong'), await tries('wrong'), await tries('wrong')]).toEqual([4403, 4403, 1013]);
  });
});
