import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession, say, unique } from '../testing/make.js';
import {
  bearer,
  makeKey,
  makeOperator,
  makePerson,
  makeSignedIn,
  makeToken,
  newPassword,
  trySignIn,
} from '../testing/people.js';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.js';

const CHANGE = 'mutation ($current: String!, $next: String!) { changePassword(current: $current, next: $next) }';
const UPDATE = 'mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id } }';
const SET = 'mutation ($input: SetVariableInput!) { setVariable(input: $input) { version } }';

const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code ?? 'OK';

describe('what callers do at the same time', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  let places = 0;
  const somewhere = (): string => `10.9.0.${++places}`;

  it('S11 M2: who has read all that one may is refused, and nobody else', async () => {
    const { id: userId } = await makePerson(api);
    const greedy = api.as(bearer(await makeToken(api, userId)));
    const own = await makeSession(api, { user: { id: userId } });
    const value = 'x'.repeat(250_000);
    await api.ok(SET, { input: { target: { sessionId: own.id }, name: 'big', value } });
    const reads = Array.from({ length: 72 }, (_, n) => `v${n}: variable(name: "big") { value }`).join(' ');
    const message = '{ role: USER, content: "m" }';
    const adds = Array.from(
      { length: 20 },
      (_, n) => `m${n}: addMessage(input: { sessionId: "${own.id}", message: ${message} }) { id }`,
    ).join(' ');
    const attack = `mutation { touchSession(id: "${own.id}") { id ${reads} } ${adds} }`;
    const others = await Promise.all(Array.from({ length: 30 }, () => makeSession(api)));
    const [greed, ...said] = await Promise.all([
      greedy.send(attack),
      ...others.flatMap(({ id }) => Array.from({ length: 5 }, (_, n) => say(api, id, `${n}`))),
    ]);
    expect(codeOf(greed as Answer)).toBe('QUERY_TOO_COMPLEX');
    expect(said).toHaveLength(150);
  });

  it('X4: of a password that an ADMIN replaces while its operator does, the ADMIN’s is the one', async () => {
    for (const pauseMs of [0, 5, 20]) {
      const one = await makeSignedIn(api, 'SUPPORT');
      const [next, replaced] = [newPassword(), newPassword()];
      const changing = api.as(one.headers).send(CHANGE, { current: one.password, next });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await api.ok(UPDATE, { input: { id: one.id, password: replaced } });
      const changed = codeOf(await changing);
      const right = await trySignIn(api, { ...one, password: replaced }, { address: somewhere() });
      expect([pauseMs, changed, codeOf(right)]).toEqual([pauseMs, changed, 'OK']);
      expect(codeOf(await api.as(one.headers).send('{ viewer { id } }'))).toBe('UNAUTHENTICATED');
    }
  });

  it('X4: who is disabled meanwhile changes no password', async () => {
    const one = await makeSignedIn(api, 'SUPPORT');
    const changing = api.as(one.headers).send(CHANGE, { current: one.password, next: newPassword() });
    await api.ok(UPDATE, { input: { id: one.id, disabled: true } });
    await changing;
    await api.ok(UPDATE, { input: { id: one.id, disabled: false } });
    expect(codeOf(await api.as(one.headers).send('{ viewer { id } }'))).toBe('UNAUTHENTICATED');
  });

  it('X6: who guesses does not lock out who has what they show, at the same address', async () => {
    const address = somewhere();
    const { headers } = await makeKey(api, ['READ']);
    const ask = (how: Readonly<Record<string, string>>) => api.as(how, address).send('{ viewer { id } }');
    expect(codeOf(await ask(headers))).toBe('OK');
    for (let n = 0; n < 31; n++) await ask(bearer(`foyer_sk_guess${n}`));
    expect(codeOf(await ask(bearer('foyer_sk_guess')))).toBe('RATE_LIMITED');
    // As if five seconds had passed in which nobody asked.
    await api.ok(UPDATE, { input: { id: (await makeOperator(api, 'VIEWER')).id, name: unique('name') } });
    expect(codeOf(await ask(headers))).toBe('OK');
  });

  it('X6: a burst of sign-ins from one address keeps nobody else from signing in', async () => {
    const one = await makeOperator(api, 'VIEWER');
    const address = somewhere();
    const burst = Array.from({ length: 80 }, (_, n) =>
      trySignIn(api, { ...one, email: `guess${n}@example.org` }, { address }),
    );
    const right = trySignIn(api, one, { address: somewhere() });
    expect(codeOf(await right)).toBe('OK');
    expect(new Set((await Promise.all(burst)).map(codeOf))).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']));
  });
});
