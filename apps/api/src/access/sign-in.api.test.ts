import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf } from '../testing/database-state.js';
import {
  cookieOf,
  makeKey,
  makeOperator,
  makeSignedIn,
  newPassword,
  revokeKey,
  signIn,
  SIGN_IN,
  trySignIn,
} from '../testing/people.js';
import { startTestApi, StillClock, type Answer, type How, type TestApi } from '../testing/test-api.js';

const WHO = '{ viewer { id role } }';
const HTTPS = { 'x-forwarded-proto': 'https' };
const CHANGE = 'mutation ($current: String!, $next: String!) { changePassword(current: $current, next: $next) }';

describe('a login', () => {
  const clock = new StillClock(new Date('2031-05-01T08:00:00Z'));
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
  });
  afterAll(() => api.stop());

  const setCookie = ({ headers }: Answer): string => String(headers['set-cookie']);
  const asks = async (headers: Readonly<Record<string, string>>, on = api): Promise<string> =>
    (await on.as(headers).send(WHO)).errors?.[0]?.extensions.code ?? 'OK';
  /** Another look-up of every login is the next time that it is shown. */
  const forget = async (): Promise<void> => void (await revokeKey(api, (await makeKey(api, ['READ'])).id));
  const pass = async (seconds: number): Promise<void> => {
    clock.set(new Date(clock.now().getTime() + seconds * 1_000));
    await forget();
  };
  const loginsOf = (id: string) => api.rows('SELECT * FROM login WHERE operator_id = $1', [id]);

  it('X4: begins with a cookie that no script can read and no other site can send along', async () => {
    const operator = await makeOperator(api, 'SUPPORT');
    const answer = await trySignIn(api, operator);
    expect(answer.data).toEqual({ signIn: { id: operator.id, role: 'SUPPORT' } });
    expect(setCookie(answer)).toMatch(/^foyer_login=[0-9A-Za-z]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await api.as({ cookie: cookieOf(answer) ?? '' }).ok(WHO)).toEqual({
      viewer: { id: operator.id, role: 'SUPPORT' },
    });
  });

  it('X4: behind TLS has a cookie that goes over nothing else, and to this host alone', async () => {
    const operator = await makeOperator(api, 'VIEWER');
    const answer = await trySignIn(api, operator, { headers: HTTPS });
    expect(setCookie(answer)).toMatch(
      /^__Host-foyer_login=[0-9A-Za-z]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(setCookie(answer)).not.toContain('Domain');
    const cookie = cookieOf(answer) ?? '';
    expect(await asks({ ...HTTPS, cookie })).toBe('OK');
    expect(await asks({ cookie })).toBe('UNAUTHENTICATED');
    expect(await asks({ ...HTTPS, cookie: cookie.replace('__Host-', '') })).toBe('UNAUTHENTICATED');
  });

  it('X4: believes whoever is no proxy of ours nothing about TLS', async () => {
    const answer = await trySignIn(api, await makeOperator(api, 'VIEWER'), { headers: HTTPS, address: '203.0.113.9' });
    expect(setCookie(answer)).toMatch(/^foyer_login=/);
  });

  it('X4: is kept as a hash alone', async () => {
    const { headers, password } = await makeSignedIn(api, 'VIEWER');
    const token = headers.cookie.split('=')[1] ?? '';
    const everything = await dumpOf(api);
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(Buffer.from(token).toString('hex'));
    expect(everything).not.toContain(password);
    expect(everything).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('X4: never takes up a cookie that was there before: fixation', async () => {
    const operator = await makeOperator(api, 'VIEWER');
    const planted = `foyer_login=${'x'.repeat(43)}`;
    const answer = await trySignIn(api, operator, { headers: { cookie: planted } });
    expect(cookieOf(answer)).not.toBe(planted);
    expect(await asks({ cookie: cookieOf(answer) ?? '' })).toBe('OK');
    expect(await asks({ cookie: planted })).toBe('UNAUTHENTICATED');
  });

  it('X4: ends where the same browser signs in again, be it as somebody else', async () => {
    const [mallory, victim] = [await makeSignedIn(api, 'VIEWER'), await makeOperator(api, 'ADMIN')];
    const { cookie } = await signIn(api, victim, { headers: mallory.headers });
    expect(cookie).not.toBe(mallory.headers.cookie);
    expect(await asks(mallory.headers)).toBe('UNAUTHENTICATED');
    expect(await api.as({ cookie }).ok(WHO)).toEqual({ viewer: { id: victim.id, role: 'ADMIN' } });
    expect([(await loginsOf(mallory.id)).length, (await loginsOf(victim.id)).length]).toEqual([0, 1]);
  });

  it('X4: goes on beside those in other browsers', async () => {
    const one = await makeSignedIn(api, 'VIEWER');
    const two = await signIn(api, one);
    expect([await asks(one.headers), await asks(two)]).toEqual(['OK', 'OK']);
  });

  it('X4: lasts half an hour from the last time that something was asked', async () => {
    const { headers } = await makeSignedIn(api, 'VIEWER');
    for (let n = 0; n < 3; n++) {
      await pass(29 * 60);
      expect(await asks(headers)).toBe('OK');
    }
    await pass(30 * 60);
    expect(await asks(headers)).toBe('UNAUTHENTICATED');
  });

  it('X4: lasts twelve hours, however often something is asked, and not a moment longer', async () => {
    const { headers, id } = await makeSignedIn(api, 'VIEWER');
    for (let n = 0; n < 24; n++) {
      await pass(29.9 * 60);
      expect(await asks(headers)).toBe('OK');
    }
    // It was seen a moment ago, and is not looked up again.
    clock.set(new Date(clock.now().getTime() + 24 * 0.1 * 60_000));
    expect(await asks(headers)).toBe('UNAUTHENTICATED');
    await api.app.sweeper.sweep();
    expect(await loginsOf(id)).toEqual([]);
  });

  it('X4: ends with signing out, in this browser alone, and its cookie is taken back', async () => {
    const one = await makeSignedIn(api, 'VIEWER');
    const two = await signIn(api, one);
    const answer = await api.as(one.headers).send('mutation { signOut }');
    expect(answer.data).toEqual({ signOut: true });
    expect(setCookie(answer)).toMatch(/^foyer_login=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/);
    expect([await asks(one.headers), await asks(two)]).toEqual(['UNAUTHENTICATED', 'OK']);
  });

  it('X4: ends with another password in every browser, and begins anew in the one where that was given', async () => {
    const one = await makeSignedIn(api, 'VIEWER');
    const two = await signIn(api, one);
    const next = newPassword();
    const answer = await api.as(one.headers).send(CHANGE, { current: one.password, next });
    expect(answer.data).toEqual({ changePassword: true });
    const cookie = cookieOf(answer) ?? '';
    expect(cookie).not.toBe(one.headers.cookie);
    expect([await asks(one.headers), await asks(two), await asks({ cookie })]).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'OK',
    ]);
    expect((await trySignIn(api, one)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await trySignIn(api, { ...one, password: next })).errors).toBeUndefined();
  });

  it.each([
    ['the wrong password so far', 'current', { current: 'not the password' }],
    ['a short one', 'next', { next: '123456789' }],
    ['one that everybody tries', 'next', { next: 'password123' }],
    ['their own name', 'next', { next: 'Olga Olgovna' }],
  ])('X4: stays as it is where %s is given with the change', async (_what, field, more) => {
    const operator = await makeOperator(api, 'VIEWER', { name: 'Olga Olgovna' });
    const headers = await signIn(api, operator);
    const refusal = await api.as(headers).refused(CHANGE, { current: operator.password, next: newPassword(), ...more });
    expect(refusal.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(await asks(headers)).toBe('OK');
    expect((await trySignIn(api, operator)).errors).toBeUndefined();
  });

  it('X1 X4: needs no credentials to begin with, and nothing else comes in beside it', async () => {
    const { email, password } = await makeOperator(api, 'ADMIN');
    const nobody = { headers: {} } satisfies How;
    for (const [query, variables] of [
      ['mutation { signOut }', {}],
      ['{ viewer { id } }', {}],
      ['{ __schema { types { name } } }', {}],
      [`${SIGN_IN} query B { viewer { id } }`, { email, password }],
      [
        'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } signOut }',
        { email, password },
      ],
      ['mutation { ...f } fragment f on Mutation { signOut }', {}],
      ['mutation { signIn: signOut }', {}],
      ['', {}],
    ] as const) {
      const { status, data, errors, headers } = await api.send(query, variables, nobody);
      expect([status, data, errors?.[0]?.extensions.code], query).toEqual([401, undefined, 'UNAUTHENTICATED']);
      expect(headers['set-cookie']).toBeUndefined();
    }
    // A login that is over does not keep its browser from a new one.
    expect(
      (await trySignIn(api, { email, password }, { headers: { cookie: 'foyer_login=over' } })).errors,
    ).toBeUndefined();
  });
});
