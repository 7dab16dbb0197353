import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpOf } from '../testing/database-state.js';
import { bearer, makeKey, revokeKey, type MadeKey } from '../testing/people.js';
import { recordStatements } from '../testing/statements.js';
import { startTestApi, StillClock, TEST_KEY, type TestApi } from '../testing/test-api.js';

const WHO = '{ viewer { id name scopes } }';
const CREATE = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { secret apiKey { id name prefix scopes createdAt lastUsedAt expiresAt revokedAt } }
}`;
const LIST = '{ apiKeys { id name prefix scopes lastUsedAt expiresAt revokedAt } }';

describe('an API key', () => {
  const clock = new StillClock(new Date('2031-05-01T12:00:00Z'));
  const later = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1_000);
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
  });
  afterAll(() => api.stop());

  const codeFor = async ({ headers }: Pick<MadeKey, 'headers'>, on = api): Promise<string> =>
    (await on.as(headers).send(WHO)).errors?.[0]?.extensions.code ?? 'OK';
  const listed = async (id: string): Promise<Record<string, any>> =>
    ((await api.ok(LIST))['apiKeys'] as Record<string, any>[]).find((key) => key['id'] === id) ?? {};
  /** Another look-up of every credential is the next time that it is shown. */
  const forget = async (): Promise<void> => void (await revokeKey(api, (await makeKey(api, ['READ'])).id));

  it('X2: is shown once, and kept nowhere but as a hash', async () => {
    const { createApiKey } = await api.ok(CREATE, { input: { name: 'bot', scopes: ['READ', 'POINTS'] } });
    const { secret, apiKey } = createApiKey as { secret: string; apiKey: Record<string, any> };
    expect(apiKey).toMatchObject({ name: 'bot', scopes: ['READ', 'POINTS'], prefix: secret.slice(0, 15) });
    expect(apiKey).toMatchObject({ lastUsedAt: null, expiresAt: null, revokedAt: null });
    const key = bearer(secret);
    expect(await api.as(key).ok(WHO)).toEqual({
      viewer: { id: apiKey['id'], name: 'bot', scopes: ['READ', 'POINTS'] },
    });
    expect(JSON.stringify(await api.ok(LIST))).not.toContain(secret.slice(0, 16));
    const everything = await dumpOf(api);
    expect(everything).toContain(apiKey['id']);
    for (const known of [secret, TEST_KEY])
      for (const form of [known, Buffer.from(known).toString('base64'), Buffer.from(known).toString('hex')])
        expect(everything).not.toContain(form);
  });

  it('X2: stops working when its time is over, also where it was seen a moment ago', async () => {
    const key = await makeKey(api, ['READ'], { expiresAt: later(60).toISOString() });
    clock.set(later(59.999));
    expect(await codeFor(key)).toBe('OK');
    clock.set(later(0.001));
    expect(await codeFor(key)).toBe('UNAUTHENTICATED');
    await forget();
    expect(await codeFor(key)).toBe('UNAUTHENTICATED');
  });

  it('X2: says when it was last used, to the minute, which is not written more often', async () => {
    const key = await makeKey(api, ['READ']);
    const first = clock.now().toISOString();
    expect(await codeFor(key)).toBe('OK');
    expect(await listed(key.id)).toMatchObject({ lastUsedAt: first });
    clock.set(later(59));
    await forget();
    expect(await codeFor(key)).toBe('OK');
    expect(await listed(key.id)).toMatchObject({ lastUsedAt: first });
    clock.set(later(1));
    await forget();
    expect(await codeFor(key)).toBe('OK');
    expect(await listed(key.id)).toMatchObject({ lastUsedAt: clock.now().toISOString() });
  });

  it('X2: that was mistyped is refused without a trip to the database', async () => {
    const { secret } = await makeKey(api, ['READ']);
    const last = secret.endsWith('x') ? 'y' : 'x';
    const mistyped = { headers: bearer(secret.slice(0, -1) + last) };
    let code = '';
    expect(await recordStatements(async () => void (code = await codeFor(mistyped)))).toEqual([]);
    expect(code).toBe('UNAUTHENTICATED');
  });

  it('X2: that was revoked fails at once here, and within 5 s at another node that knew it', async () => {
    const other = await startTestApi({ clock, beside: api });
    const key = await makeKey(api, ['READ']);
    expect([await codeFor(key), await codeFor(key, other)]).toEqual(['OK', 'OK']);
    const before = Date.now();
    await revokeKey(api, key.id);
    expect(await codeFor(key)).toBe('UNAUTHENTICATED');
    await expect.poll(() => codeFor(key, other), { interval: 100, timeout: 10_000 }).toBe('UNAUTHENTICATED');
    expect(Date.now() - before).toBeLessThan(5_500);
    await other.stop();
  });

  it('X2: that is revoked while it is being looked up is not remembered', async () => {
    for (let round = 0; round < 10; round++) {
      const key = await makeKey(api, ['READ']);
      await Promise.all([codeFor(key), revokeKey(api, key.id), codeFor(key)]);
      expect(await codeFor(key)).toBe('UNAUTHENTICATED');
    }
  });

  it('X2: stays revoked, as of the first time', async () => {
    const { id } = await makeKey(api, ['READ']);
    const { revokeApiKey } = await revokeKey(api, id);
    clock.set(later(10));
    expect(await revokeKey(api, id)).toEqual({ revokeApiKey });
    expect(await listed(id)).toMatchObject(revokeApiKey);
    const unknown = '01900000-0000-7000-8000-000000000000';
    for (const missing of [unknown, 'nothing', '']) {
      const refusal = await api.refused('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: missing });
      expect(refusal.extensions.code).toBe('NOT_FOUND');
    }
  });

  it.each([
    ['no name', 'input.name', { name: '' }],
    ['a name too long', 'input.name', { name: 'x'.repeat(201) }],
    ['no scope', 'input.scopes', { scopes: [] }],
    ['a scope twice', 'input.scopes', { scopes: ['READ', 'READ'] }],
    ['an end that is past', 'input.expiresAt', { expiresAt: '2031-04-30T00:00:00Z' }],
    ['an end that is now', 'input.expiresAt', { expiresAt: 'now' }],
  ])('X2: is not made with %s', async (_what, field, more) => {
    const given = { name: 'bot', scopes: ['READ'], ...more };
    const input = 'expiresAt' in given && given.expiresAt === 'now' ? { ...given, expiresAt: clock.now() } : given;
    expect((await api.refused(CREATE, { input })).extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  it('X2: from the configuration is made once, and a revoked one does not come back with a restart', async () => {
    const count = async (): Promise<number> => (await api.rows("SELECT 1 FROM api_key WHERE name = 'first'")).length;
    const another = await startTestApi({ clock, beside: api });
    expect(await count()).toBe(1);
    expect(await codeFor({ headers: bearer(TEST_KEY) }, another)).toBe('OK');
    await another.stop();
    const { headers } = await makeKey(api, ['ADMIN']);
    const { viewer } = await api.ok('{ viewer { id } }');
    await revokeKey(api.as(headers), viewer.id as string);
    const restarted = await startTestApi({ clock, beside: api });
    for (const node of [api, restarted])
      expect(await codeFor({ headers: bearer(TEST_KEY) }, node)).toBe('UNAUTHENTICATED');
    expect(await count()).toBe(1);
    await restarted.stop();
  });
});
