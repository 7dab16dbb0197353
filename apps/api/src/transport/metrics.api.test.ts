import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_HEADER, startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { bearer, makeKey, makePerson, makeSignedIn, makeToken } from '../testing/people.js';
import { admittedSocket } from '../testing/socket-client.js';

const VIEWER = JSON.stringify({ query: '{ viewer { id } }' });

describe('the metrics', () => {
  let api: ListeningApi;
  let guarded: ListeningApi;
  beforeAll(async () => {
    api = await startListeningApi();
    guarded = await startListeningApi({ beside: api, config: { isProduction: true } });
  });
  afterAll(async () => {
    await guarded.stop();
    await api.stop();
  });

  /** The value of a series; 0 where there is none. */
  const valueOf = async (series: string): Promise<number> => {
    const { text } = await api.wire({ path: '/metrics' });
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length) ?? 0);
  };
  const counted = (edge: string, kind: string, code: string): Promise<number> =>
    valueOf(`foyer_operations_total{edge="${edge}",kind="${kind}",code="${code}"}`);

  it('are for anybody on the same machine outside production, in the format of Prometheus', async () => {
    const { status, headers, text } = await api.wire({ path: '/metrics' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const name of [
      'process_cpu_user_seconds_total',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
    ])
      expect(text).toContain(`# TYPE ${name} `);
    expect(text.match(/^foyer_database_connections\{state="(busy|idle|waiting)"\} \d+$/gm)).toHaveLength(3);
  });

  it.each([
    ['127.0.0.1', 200],
    ['::1', 200],
    ['localhost', 200],
    ['0.0.0.0', 401],
    ['::', 401],
    ['192.0.2.7', 401],
  ])('X1: of a server that listens on %s are answered to nobody with %i', async (host, status) => {
    const elsewhere = await startListeningApi({ beside: api, config: { host } });
    expect((await elsewhere.wire({ path: '/metrics' })).status).toBe(status);
    expect((await elsewhere.wire({ path: '/metrics', headers: KEY_HEADER })).status).toBe(200);
    await elsewhere.stop();
  });

  it('X1: are for keys and operators in production, never for users', async () => {
    const operator = await makeSignedIn(api, 'VIEWER');
    const key = await makeKey(api, ['POINTS']);
    const token = await makeToken(api, (await makePerson(api)).id);
    const statusFor = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await guarded.wire({ path: '/metrics', headers })).status;
    expect([await statusFor(key.headers), await statusFor(operator.headers)]).toEqual([200, 200]);
    expect(await statusFor(bearer(token))).toBe(403);
    expect([
      await statusFor({}),
      await statusFor(bearer('foyer_sk_wrong')),
      await statusFor({ cookie: 'foyer_login=x' }),
    ]).toEqual([401, 401, 401]);
  });

  it('count each answer once, by edge, kind and code, and how long it took', async () => {
    const before = {
      query: await counted('http', 'query', 'OK'),
      invalid: await counted('http', 'query', 'GRAPHQL'),
      missing: await counted('http', 'mutation', 'NOT_FOUND'),
      nobody: await counted('http', 'none', 'UNAUTHENTICATED'),
      socket: await counted('socket', 'query', 'OK'),
      seconds: await valueOf('foyer_operation_duration_seconds_count{edge="http"}'),
    };
    await api.post(VIEWER);
    await api.post(JSON.stringify({ query: '{ nothing }' }));
    await api.post(JSON.stringify({ query: 'mutation { endSession(input: { id: "x" }) { id } }' }));
    await api.wire({ method: 'POST', body: VIEWER });
    const socket = await admittedSocket(api.port);
    await socket.ask('{ viewer { id } }');
    expect(await valueOf('foyer_open_sockets')).toBe(1);
    socket.socket.close();
    await socket.closed;
    await expect.poll(() => valueOf('foyer_open_sockets')).toBe(0);
    expect({
      query: await counted('http', 'query', 'OK'),
      invalid: await counted('http', 'query', 'GRAPHQL'),
      missing: await counted('http', 'mutation', 'NOT_FOUND'),
      nobody: await counted('http', 'none', 'UNAUTHENTICATED'),
      socket: await counted('socket', 'query', 'OK'),
      seconds: await valueOf('foyer_operation_duration_seconds_count{edge="http"}'),
    }).toEqual({
      query: before.query + 1,
      invalid: before.invalid + 1,
      missing: before.missing + 1,
      nobody: before.nobody + 1,
      socket: before.socket + 1,
      seconds: before.seconds + 3,
    });
  });

  it('hold nothing that a caller wrote, and grow by nothing that a caller does', async () => {
    const series = async (): Promise<number> => (await api.wire({ path: '/metrics' })).text.split('\n').length;
    const ask = async (word: string): Promise<void> => {
      await api.post(JSON.stringify({ query: `query ${word} { ${word}: viewer { ${word} } }`, operationName: word }));
      await api.wire({ path: `/${word}?${word}=${word}`, headers: KEY_HEADER });
      await api.wire({
        method: 'POST',
        path: '/graphql',
        headers: { authorization: `Bearer ${word}`, 'user-agent': word },
      });
    };
    await ask('canaryZero');
    const before = await series();
    for (const word of ['canaryOne', 'canaryTwo', 'canaryThree']) await ask(word);
    expect(await series()).toBe(before);
    expect((await api.wire({ path: '/metrics' })).text).not.toContain('canary');
  });
});
