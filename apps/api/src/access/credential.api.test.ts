import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { bearer, makeKey, makePerson, makeToken, revokeKey } from '../testing/people.js';
import { recordStatements } from '../testing/statements.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const WHO = '{ viewer { id } }';

describe('credentials', () => {
  let api: TestApi;
  beforeAll(async () => {
    const rates = { ...readConfig({}).rates, badCredentialsPerMinute: 5, tokenRequestsPerMinute: 4 };
    api = await startTestApi({ config: { rates } });
  });
  afterAll(() => api.stop());

  let places = 0;
  const somewhere = (): string => `10.1.0.${++places}`;
  const codes = (answers: readonly { readonly errors: any }[]): string[] =>
    answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'OK');
  const ask = (headers: Readonly<Record<string, string>>, address: string) => api.as(headers, address).send(WHO);

  it('X2 X6: that many show at the same time are looked up once, and count for nothing against their address', async () => {
    const { headers } = await makeKey(api, ['READ']);
    const address = somewhere();
    let answers: Awaited<ReturnType<typeof ask>>[] = [];
    const ran = await recordStatements(async () => {
      answers = await Promise.all(Array.from({ length: 50 }, () => ask(headers, address)));
    });
    expect(new Set(codes(answers))).toEqual(new Set(['OK']));
    expect(ran.filter(({ name }) => name?.startsWith('api-key.'))).toHaveLength(1);
  });

  it('X6: of many at one address, as behind a proxy, count for nothing where they are good', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => makeKey(api, ['READ'])));
    const address = somewhere();
    expect(new Set(codes(await Promise.all(made.map(({ headers }) => ask(headers, address)))))).toEqual(
      new Set(['OK']),
    );
  });

  it('X2: that were seen a moment ago cost no trip to the database', async () => {
    const key = await makeKey(api, ['READ']);
    const token = bearer(await makeToken(api, (await makePerson(api)).id));
    for (const headers of [key.headers, token]) {
      await ask(headers, '127.0.0.1');
      expect(await recordStatements(() => ask(headers, '127.0.0.1'))).toEqual([]);
    }
  });

  it('X6: that are bad too often slow their address down, and nobody else', async () => {
    const [address, elsewhere] = [somewhere(), somewhere()];
    const { headers, id } = await makeKey(api, ['READ']);
    const bad = (n: number) => ask(bearer(`foyer_sk_wrong${n}`), address);
    expect(codes([await bad(1), await bad(2), await bad(3), await bad(4)])).toEqual(Array(4).fill('UNAUTHENTICATED'));
    expect(codes([await ask(headers, address), await bad(5), await bad(6)])).toEqual([
      'OK',
      'UNAUTHENTICATED',
      'RATE_LIMITED',
    ]);
    const limited = await bad(7);
    const { retryAfterSeconds } = limited.errors?.[0]?.extensions ?? { code: 'OK' };
    expect(limited.status).toBe(429);
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(limited.headers['retry-after']).toBe(String(retryAfterSeconds));
    expect(codes([await ask(bearer('foyer_sk_wrong'), elsewhere)])).toEqual(['UNAUTHENTICATED']);
    // Who is known already is not kept out by others at the same address.
    expect(codes([await ask(headers, address)])).toEqual(['OK']);
    await revokeKey(api, id);
  });

  it('X6: that are bad count where many come at once', async () => {
    const address = somewhere();
    const all = codes(
      await Promise.all(Array.from({ length: 40 }, (_, n) => ask(bearer(`foyer_sk_bad${n}`), address))),
    );
    expect(new Set(all)).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
    expect(codes([await ask(bearer('foyer_sk_another'), address)])).toEqual(['RATE_LIMITED']);
  });

  it('X6: of a login that has ended count once, in however many tabs its browser shows them', async () => {
    const address = somewhere();
    const withLogin = (token: string) => ask({ cookie: `foyer_login=${token}` }, address);
    for (let n = 0; n < 20; n++) expect(codes([await withLogin('ended')])).toEqual(['UNAUTHENTICATED']);
    const others = await Promise.all(Array.from({ length: 40 }, (_, n) => withLogin(`tried-${n}`)));
    expect(new Set(codes(others))).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
  });

  it('X6: none at all are no bad ones', async () => {
    const address = somewhere();
    for (let n = 0; n < 10; n++) expect(codes([await ask({}, address)])).toEqual(['UNAUTHENTICATED']);
    expect(codes([await ask((await makeKey(api, ['READ'])).headers, address)])).toEqual(['OK']);
  });

  it('X6: of a user are good for so many requests a minute, through however many tokens', async () => {
    const [{ id }, other] = [await makePerson(api), await makePerson(api)];
    const tokens = [await makeToken(api, id), await makeToken(api, id, 60)];
    const asked: string[] = [];
    for (let n = 0; n < 6; n++) asked.push(...codes([await ask(bearer(tokens[n % 2] ?? ''), somewhere())]));
    expect(asked).toEqual(['OK', 'OK', 'OK', 'OK', 'RATE_LIMITED', 'RATE_LIMITED']);
    const limited = await ask(bearer(tokens[0] ?? ''), somewhere());
    expect([limited.status, Number(limited.headers['retry-after']) > 0]).toEqual([429, true]);
    expect(codes([await ask(bearer(await makeToken(api, other.id)), somewhere())])).toEqual(['OK']);
  });

  it('X6: of a key are good for any number, unless the configuration bounds them', async () => {
    const { headers } = await makeKey(api, ['READ']);
    const some = await Promise.all(Array.from({ length: 20 }, () => ask(headers, '127.0.0.1')));
    expect(new Set(codes(some))).toEqual(new Set(['OK']));
    const rates = { ...readConfig({ FOYER_KEY_REQUESTS_PER_MINUTE: '3' }).rates };
    const bounded = await startTestApi({ beside: api, config: { rates } });
    const asked = [];
    for (let n = 0; n < 5; n++) asked.push(await bounded.as(headers).send(WHO));
    expect(codes(asked)).toEqual(['OK', 'OK', 'OK', 'RATE_LIMITED', 'RATE_LIMITED']);
    await bounded.stop();
  });

  it('X6: are bounded as promised, unless the configuration says otherwise', () => {
    expect(readConfig({}).rates).toEqual({
      signInFailuresMax: 5,
      signInWindowSeconds: 900,
      badCredentialsPerMinute: 30,
      tokenRequestsPerMinute: 600,
      keyRequestsPerMinute: null,
    });
  });
});
