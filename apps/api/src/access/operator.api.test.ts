import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unique } from '../testing/make.js';
import { makeOperator, makeSignedIn, newPassword, signIn, trySignIn } from '../testing/people.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const CREATE =
  'mutation ($input: CreateOperatorInput!) { createOperator(input: $input) { id email name role disabledAt } }';
const UPDATE = 'mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id name role disabledAt } }';
const MISSING = '01900000-0000-7000-8000-000000000000';

describe('an operator', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const asks = async (headers: Readonly<Record<string, string>>): Promise<string> => {
    const { data, errors } = await api.as(headers).send('{ viewer { role } }');
    return (errors?.[0]?.extensions.code ?? data?.['viewer'].role) as string;
  };
  const update = (id: string, changes: object) => api.send(UPDATE, { input: { id, ...changes } });
  const newOne = (more: object = {}) => ({
    email: `${unique('operator')}@example.org`,
    name: 'Olga',
    password: newPassword(),
    role: 'VIEWER',
    ...more,
  });

  it('X4: is added with a role, and signs in with an e-mail address in any case', async () => {
    const input = newOne({ role: 'OPERATOR', email: `${unique('Olga')}@Example.org` });
    const { createOperator } = await api.ok(CREATE, { input });
    expect(createOperator).toMatchObject({ email: input.email, name: 'Olga', role: 'OPERATOR', disabledAt: null });
    const answer = await trySignIn(api, { email: input.email.toUpperCase(), password: input.password });
    expect(answer.data?.['signIn']).toEqual({ id: createOperator.id, role: 'OPERATOR' });
    const { operators } = await api.ok('{ operators { id email lastSignInAt } }');
    expect(operators[0]).toMatchObject({ id: createOperator.id, email: input.email });
    expect(operators[0].lastSignInAt).not.toBeNull();
  });

  it('X4: has an e-mail address that nobody else has in any case, however many are added at once', async () => {
    const email = `${unique('one')}@example.org`;
    const inputs = [email, email, email.toUpperCase(), email.replace('one', 'oNe')].map((one) =>
      newOne({ email: one }),
    );
    const answers = await Promise.all(inputs.map((input) => api.send(CREATE, { input })));
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused).toHaveLength(3);
    for (const { extensions } of refused) expect(extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'input.email' });
  });

  it.each([
    ['input.email', { email: '' }],
    ['input.email', { email: 'olga' }],
    ['input.email', { email: 'olga@' }],
    ['input.email', { email: '@example.org' }],
    ['input.email', { email: 'ol ga@example.org' }],
    ['input.email', { email: 'olga@exa@mple.org' }],
    ['input.email', { email: 'olga@example.org\n' }],
    ['input.email', { email: `${'x'.repeat(250)}@example.org` }],
    ['input.name', { name: '' }],
    ['input.name', { name: 'x'.repeat(201) }],
    ['input.password', { password: '' }],
    ['input.password', { password: '123456789' }],
    ['input.password', { password: '👋👋👋👋👋👋👋👋👋' }],
    ['input.password', { password: 'x'.repeat(201) }],
    ['input.password', { password: 'aaaaaaaaaaaa' }],
    ['input.password', { password: '1234567890' }],
    ['input.password', { password: 'P@ssw0rd2031' }],
    ['input.password', { password: 'qwertyuiop1' }],
    ['input.password', { password: 'Olga.Example@Example.org', email: 'olga.example@example.org' }],
    ['input.password', { password: 'olga olgovna', name: 'Olga Olgovna' }],
  ])('X4: is refused for a fault in %s: %j', async (field, more) => {
    expect((await api.refused(CREATE, { input: newOne(more) })).extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  it('X4: has a password of 10 to 200 characters, whatever they are', async () => {
    for (const password of ['tëñ-chars!', '👋'.repeat(200), ' '.repeat(9) + 'x', 'correct horse battery staple']) {
      const input = newOne({ password });
      await api.ok(CREATE, { input });
      expect((await trySignIn(api, input)).errors).toBeUndefined();
      expect((await trySignIn(api, { ...input, password: `${password} ` })).errors?.[0]?.extensions.code).toBe(
        'UNAUTHENTICATED',
      );
    }
  });

  it('X4: that is disabled is out of every browser at once, and stays out of them when enabled again', async () => {
    const one = await makeSignedIn(api, 'SUPPORT');
    const two = await signIn(api, one);
    expect([await asks(one.headers), await asks(two)]).toEqual(['SUPPORT', 'SUPPORT']);
    const { data } = await update(one.id, { disabled: true });
    expect(data?.['updateOperator'].disabledAt).not.toBeNull();
    expect([await asks(one.headers), await asks(two)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    const wrong = await trySignIn(api, { ...one, password: 'not the password' });
    const right = await trySignIn(api, one);
    expect(right).toMatchObject({ data: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(right.errors).toEqual(wrong.errors);
    await update(one.id, { disabled: false });
    expect([await asks(one.headers), await asks(two)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(await asks(await signIn(api, one))).toBe('SUPPORT');
  });

  it('X4: that is given another password by an ADMIN is out of every browser', async () => {
    const one = await makeSignedIn(api, 'SUPPORT');
    const password = newPassword();
    await update(one.id, { password });
    expect(await asks(one.headers)).toBe('UNAUTHENTICATED');
    expect((await trySignIn(api, one)).errors).toHaveLength(1);
    expect(await asks(await signIn(api, { ...one, password }))).toBe('SUPPORT');
  });

  it('X4: has another role from the next request on', async () => {
    await makeOperator(api, 'ADMIN');
    const { id, headers } = await makeSignedIn(api, 'ADMIN');
    expect(await asks(headers)).toBe('ADMIN');
    await update(id, { role: 'VIEWER' });
    expect(await asks(headers)).toBe('VIEWER');
  });

  it('X4: stays as they are in all that is not given', async () => {
    const { id } = await makeOperator(api, 'SUPPORT');
    expect((await update(id, { name: 'Oleg', role: null })).data?.['updateOperator']).toEqual({
      id,
      name: 'Oleg',
      role: 'SUPPORT',
      disabledAt: null,
    });
  });

  it.each([
    ['an unknown one', 'NOT_FOUND', undefined, { id: MISSING, name: 'x' }],
    ['what is no id', 'NOT_FOUND', undefined, { id: 'x', name: 'x' }],
    ['an empty name', 'BAD_USER_INPUT', 'input.name', { id: MISSING, name: '' }],
    ['a bad password', 'BAD_USER_INPUT', 'input.password', { id: MISSING, password: 'short' }],
  ])('X4: is not changed with %s: %s', async (_what, code, field, input) => {
    const { extensions } = await api.refused(UPDATE, { input });
    expect([extensions.code, extensions['field']]).toEqual([code, field]);
  });
});

describe('the last ADMIN', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const ableAdmins = async (): Promise<number> =>
    (await api.rows("SELECT 1 FROM operator WHERE role = 'admin' AND disabled_at IS NULL")).length;

  it('X4: can be neither disabled nor demoted, by whomever, until there is another', async () => {
    const { id, headers } = await makeSignedIn(api, 'ADMIN');
    // One who is disabled is no other.
    const away = await makeOperator(api, 'ADMIN');
    await api.ok(UPDATE, { input: { id: away.id, disabled: true } });
    for (const by of [api, api.as(headers)]) {
      for (const [field, change] of [
        ['input.disabled', { disabled: true }],
        ['input.role', { role: 'OPERATOR' }],
        ['input.role', { role: 'VIEWER', disabled: true }],
      ] as const) {
        expect((await by.refused(UPDATE, { input: { id, ...change } })).extensions).toEqual({
          code: 'BAD_USER_INPUT',
          field,
        });
      }
    }
    expect((await api.as(headers).ok('{ viewer { role } }'))['viewer']).toEqual({ role: 'ADMIN' });
    await api.ok(UPDATE, { input: { id, name: 'Still here', role: 'ADMIN', disabled: false } });
    await api.ok(UPDATE, { input: { id: away.id, disabled: false } });
    await api.ok(UPDATE, { input: { id, role: 'VIEWER' } });
    expect(await ableAdmins()).toBe(1);
  });

  it('X4: is left where two take each other’s rights, or their own, at the same time', async () => {
    const [last] = await api.rows("SELECT id FROM operator WHERE role = 'admin' AND disabled_at IS NULL");
    for (let round = 0; round < 10; round++) {
      const pair = [await makeOperator(api, 'ADMIN'), { id: String(last?.['id']) }];
      const change = round % 2 === 0 ? { role: 'VIEWER' } : { disabled: true };
      const answers = await Promise.all(pair.map(({ id }) => api.send(UPDATE, { input: { id, ...change } })));
      expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'OK').sort()).toEqual([
        'BAD_USER_INPUT',
        'OK',
      ]);
      expect(await ableAdmins()).toBe(1);
      await api.ok(UPDATE, { input: { id: last?.['id'], role: 'ADMIN', disabled: false } });
      await api.ok(UPDATE, { input: { id: pair[0]?.id, role: 'VIEWER' } });
    }
  });
});
