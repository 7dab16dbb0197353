import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../testing/database-state.js';
import { cookieOf, makeOperator, newPassword, trySignIn } from '../testing/people.js';
import { startTestApi, type Answer, type TestApi, type TestApiOptions } from '../testing/test-api.js';

const SET_UP = `mutation ($token: String!, $email: String!, $name: String!, $password: String!) {
  setUp(token: $token, email: $email, name: $name, password: $password) { id email name role }
}`;

const first = (more: object = {}) => ({ email: 'olga@example.org', name: 'Olga', password: newPassword(), ...more });

/** Sends as a browser does in which nobody is signed in. */
const setUp = (api: TestApi, token: string, who: object = first(), address = '127.0.0.1'): Promise<Answer> =>
  api.send(SET_UP, { token, ...who }, { headers: {}, address });

const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code ?? 'OK';

async function withApi(use: (api: TestApi, token: string) => Promise<void>, options: TestApiOptions = {}) {
  const api = await startTestApi(options);
  try {
    await use(api, (await api.app.setUpToken()) ?? '');
  } finally {
    await api.stop();
  }
}

const operators = (api: TestApi) => api.rows('SELECT email, role FROM operator');

describe('the set-up', () => {
  it('X1 X4: makes the first operator an ADMIN, signs them in, and works once', () =>
    withApi(async (api, token) => {
      expect(token).toMatch(/^[\w-]{43}$/);
      const who = first();
      const answer = await setUp(api, token, who);
      expect(answer.data?.['setUp']).toMatchObject({ email: who.email, name: 'Olga', role: 'ADMIN' });
      expect(await api.as({ cookie: cookieOf(answer) ?? '' }).ok('{ viewer { role } }')).toEqual({
        viewer: { role: 'ADMIN' },
      });
      expect((await trySignIn(api, who)).errors).toBeUndefined();
      expect(await api.app.setUpToken()).toBeNull();
      const again = await setUp(api, token, first({ email: 'mallory@example.org' }));
      expect([codeOf(again), cookieOf(again)]).toEqual(['FORBIDDEN', null]);
      expect(await operators(api)).toEqual([{ email: who.email, role: 'admin' }]);
    }));

  it('X4: works once where two use the link at the same time, be it at two nodes', () =>
    withApi(async (api, token) => {
      const other = await startTestApi({ beside: api });
      expect(await other.app.setUpToken()).toBe(token);
      const answers = await Promise.all(
        [api, other, api, other].map((node, n) => setUp(node, token, first({ email: `olga${n}@example.org` }))),
      );
      expect(answers.map(codeOf).sort()).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'OK']);
      expect(answers.filter((answer) => cookieOf(answer) !== null)).toHaveLength(1);
      expect(await operators(api)).toHaveLength(1);
      await other.stop();
    }));

  it('X4: with a wrong token makes nobody, and after five wrong ones takes none from that address', () =>
    withApi(async (api, token) => {
      const wrong = ['', 'x', token.slice(0, -1), `${token}x`, token.toUpperCase()];
      for (const [at, one] of wrong.entries()) expect(codeOf(await setUp(api, one)), String(at)).toBe('FORBIDDEN');
      expect(codeOf(await setUp(api, token))).toBe('RATE_LIMITED');
      expect(await operators(api)).toEqual([]);
      expect(codeOf(await setUp(api, token, first(), '10.0.0.2'))).toBe('OK');
    }));

  it.each([
    ['email', { email: 'olga' }],
    ['name', { name: '' }],
    ['password', { password: 'short' }],
    ['password', { password: 'OLGA@example.org' }],
  ])('X4: says what is wrong with the %s, and the link stays good: %j', (field, more) =>
    withApi(async (api, token) => {
      const before = await fingerprintOf(api);
      const answer = await setUp(api, token, first(more));
      expect(answer.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
      expect(await fingerprintOf(api)).toBe(before);
      expect(codeOf(await setUp(api, token))).toBe('OK');
    }),
  );

  it('X4: is over where an operator was made in another way', async () => {
    await withApi(async (api, token) => {
      await makeOperator(api, 'VIEWER');
      expect(await api.app.setUpToken()).toBeNull();
      expect(codeOf(await setUp(api, token))).toBe('FORBIDDEN');
    });
    const admin = { email: 'root@example.org', password: newPassword() };
    await withApi(
      async (api) => {
        expect(await api.app.setUpToken()).toBeNull();
        expect((await trySignIn(api, admin)).data).toMatchObject({ signIn: { role: 'ADMIN' } });
        // A restart with another password changes nobody’s.
        const config = { admin: { ...admin, password: newPassword() } };
        const again = await startTestApi({ beside: api, config });
        expect((await trySignIn(again, admin)).errors).toBeUndefined();
        expect(await operators(api)).toEqual([{ email: admin.email, role: 'admin' }]);
        await again.stop();
      },
      { config: { admin } },
    );
  });

  it('X4: has a token that is another in another installation', () =>
    withApi((_api, one) => withApi((_other, two) => Promise.resolve(expect(two).not.toBe(one)))));
});
