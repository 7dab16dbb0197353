import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { fingerprintOf } from '../testing/database-state.js';
import { cpuMs } from '../testing/listening-api.js';
import { cookieOf, makeOperator, makeSignedIn, newPassword, trySignIn, type MadeOperator } from '../testing/people.js';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.js';

const { rates } = readConfig({});

describe('wrong passwords', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  let places = 0;
  const somewhere = (): string => `10.2.0.${++places}`;
  const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code ?? 'OK';
  const wrong = (one: MadeOperator, address: string, on = api): Promise<string> =>
    trySignIn(on, { ...one, password: 'not the password' }, { address }).then(codeOf);
  const right = (one: MadeOperator, address: string, on = api): Promise<string> =>
    trySignIn(on, one, { address }).then(codeOf);
  const FIVE = Array<string>(5).fill('UNAUTHENTICATED');

  it('X6: are taken five times for an account at an address, and then not even the right one is', async () => {
    const [one, other, address] = [await makeOperator(api, 'VIEWER'), await makeOperator(api, 'VIEWER'), somewhere()];
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push(await wrong(one, address));
    expect(codes).toEqual(FIVE);
    const limited = await trySignIn(api, one, { address });
    const { code, retryAfterSeconds } = limited.errors?.[0]?.extensions ?? { code: 'OK' };
    expect([code, limited.data?.['signIn'] ?? null, cookieOf(limited)]).toEqual(['RATE_LIMITED', null, null]);
    expect(retryAfterSeconds).toBeGreaterThan(890);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
    // Neither others at the address nor the account from elsewhere pay for it.
    expect([await right(other, address), await right(one, somewhere())]).toEqual(['OK', 'OK']);
    expect(await right(one, address)).toBe('RATE_LIMITED');
  });

  it('X6: of who is not known count as well, and in whatever case the e-mail address is written', async () => {
    const address = somewhere();
    const nobody = { id: '', email: 'nobody@example.org', password: newPassword() };
    const codes = [];
    for (const email of ['nobody@example.org', 'NOBODY@example.org', 'Nobody@Example.org'])
      for (let n = 0; n < 2; n++) codes.push(await wrong({ ...nobody, email }, address));
    expect(codes).toEqual([...FIVE, 'RATE_LIMITED']);
  });

  it('X6: of one account in letters that some take for the same are no more in all', async () => {
    const one = await makeOperator(api, 'VIEWER', { email: 'mikis.like@example.org' });
    const address = somewhere();
    for (let n = 0; n < 5; n++) await wrong(one, address);
    for (const email of [
      'mİkis.like@example.org',
      'miKis.like@example.org',
      'mıkis.like@example.org',
      'mikiſ.like@example.org',
    ])
      expect(await right({ ...one, email }, address), email).not.toBe('OK');
  });

  it('X6: are forgotten with the right one', async () => {
    const [one, address] = [await makeOperator(api, 'VIEWER'), somewhere()];
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 4; n++) expect(await wrong(one, address)).toBe('UNAUTHENTICATED');
      expect(await right(one, address)).toBe('OK');
    }
  });

  it('X6: are no more in all where many are tried at once', async () => {
    const [one, address] = [await makeOperator(api, 'VIEWER'), somewhere()];
    const codes = await Promise.all(Array.from({ length: 20 }, () => wrong(one, address)));
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15);
  });

  it('X6: count over all nodes, and over a restart', async () => {
    const [one, address] = [await makeOperator(api, 'VIEWER'), somewhere()];
    const other = await startTestApi({ beside: api });
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push(await wrong(one, address, n % 2 === 0 ? api : other));
    expect(codes).toEqual(FIVE);
    await other.stop();
    const restarted = await startTestApi({ beside: api });
    expect([await right(one, address), await right(one, address, restarted)]).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    await restarted.stop();
  });

  it('X6: are forgotten when their time is over, which no further try puts off', async () => {
    const config = { rates: { ...rates, signInFailuresMax: 1, signInWindowSeconds: 1 } };
    const quick = await startTestApi({ beside: api, config });
    const [one, address] = [await makeOperator(api, 'VIEWER'), somewhere()];
    expect(await wrong(one, address, quick)).toBe('UNAUTHENTICATED');
    expect(await right(one, address, quick)).toBe('RATE_LIMITED');
    await expect.poll(() => right(one, address, quick), { interval: 100, timeout: 3_000 }).toBe('OK');
    await quick.stop();
  });

  it('X6: at changing one’s own password are taken five times as well', async () => {
    const { headers, password } = await makeSignedIn(api, 'VIEWER');
    const change = (current: string) =>
      api
        .as(headers, '10.3.0.1')
        .send('mutation ($current: String!, $next: String!) { changePassword(current: $current, next: $next) }', {
          current,
          next: newPassword(),
        });
    for (let n = 0; n < 5; n++) expect(codeOf(await change('not the password'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await change(password))).toBe('RATE_LIMITED');
  });

  it('X6: for many accounts from one address count as bad credentials, and no further one is looked at', async () => {
    const strict = await startTestApi({ beside: api, config: { rates: { ...rates, badCredentialsPerMinute: 5 } } });
    const [one, address] = [await makeOperator(api, 'VIEWER'), somewhere()];
    const codes = [];
    for (let n = 0; n < 6; n++) codes.push(await wrong({ ...one, email: `somebody${n}@example.org` }, address, strict));
    expect(codes).toEqual([...FIVE, 'RATE_LIMITED']);
    expect([await right(one, address, strict), await right(one, somewhere(), strict)]).toEqual(['RATE_LIMITED', 'OK']);
    const token = { authorization: 'Bearer foyer_sk_wrong' };
    expect(codeOf(await strict.as(token, address).send('{ viewer { id } }'))).toBe('RATE_LIMITED');
    await strict.stop();
  });

  it('X6: that nobody had the time to look at count for nothing', async () => {
    await api.rows('DELETE FROM rate_limit');
    const tries = Array.from({ length: 80 }, (_, n) =>
      wrong({ id: '', email: `busy${n}@example.org`, password: '' }, `10.6.0.${n}`),
    );
    const lookedAt = (await Promise.all(tries)).filter((code) => code === 'UNAUTHENTICATED').length;
    expect(lookedAt).toBeLessThan(80);
    expect(await api.rows('SELECT count(*)::int AS n FROM rate_limit WHERE points > 0')).toEqual([{ n: lookedAt }]);
  });

  it('X6: change nothing but their count', async () => {
    const one = await makeOperator(api, 'VIEWER');
    await wrong(one, '10.4.0.1');
    const counts = 'DELETE FROM rate_limit';
    await api.rows(counts);
    const before = await fingerprintOf(api);
    await wrong(one, '10.4.0.1');
    await api.rows(counts);
    expect(await fingerprintOf(api)).toBe(before);
  });

  it('X6: take as long, and say the same, for who is known, who is not, and who is disabled', async () => {
    const patient = await startTestApi({
      beside: api,
      config: { rates: { ...rates, signInFailuresMax: 1_000, badCredentialsPerMinute: 10_000 } },
    });
    const [known, disabled] = [await makeOperator(api, 'VIEWER'), await makeOperator(api, 'VIEWER')];
    await api.ok('mutation ($id: ID!) { updateOperator(input: { id: $id, disabled: true }) { id } }', disabled);
    const nobody = { ...known, email: 'nobody.knows@example.org' };
    const wrongOnes = [
      { ...known, password: 'not the password' },
      { ...nobody, password: 'not the password' },
      disabled,
    ];
    const times: number[][] = [[], [], []];
    const answers = new Set<string>();
    for (let round = 0; round < 25; round++) {
      // In another order each round, so that nobody is always the one behind the garbage collector.
      for (const at of [round % 3, (round + 1) % 3, (round + 2) % 3]) {
        const { value, ms } = await cpuMs(() => trySignIn(patient, wrongOnes[at] ?? known));
        const { status, data, errors } = value;
        times[at]?.push(ms);
        answers.add(JSON.stringify({ status, data, errors }));
      }
    }
    const [ofKnown = 0, ofNobody = 0, ofDisabled = 0] = times.map(median);
    expect([...answers]).toEqual([expect.stringContaining('"UNAUTHENTICATED"')]);
    for (const other of [ofNobody, ofDisabled]) {
      expect(other / ofKnown).toBeGreaterThan(0.6);
      expect(other / ofKnown).toBeLessThan(1.6);
    }
    await patient.stop();
  });
});

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
