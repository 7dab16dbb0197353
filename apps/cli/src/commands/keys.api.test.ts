import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startApi, type TestApi } from '../testing/api.js';
import { foyer } from '../testing/foyer.js';

// Each works on a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(() => api.stop(), 120_000);

describe('foyer keys', () => {
  it('X2: makes a key that works within its scopes, lists it, and revokes it for good', async () => {
    const made = await foyer(api, 'keys', 'create', 'my bot', '--scope', 'READ', 'POINTS', '--expires', '2090-01-01');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const key = made.stdout.trim();
    expect(key).toMatch(/^foyer_sk_[0-9A-Za-z]{49}$/);
    expect(await foyer({ url: api.url, key }, 'export')).toMatchObject({ code: 0 });

    const { stdout } = await foyer(api, 'keys', 'list');
    const line = stdout.split('\n').find((one) => one.includes('my bot')) ?? '';
    expect(line).toContain('READ+POINTS');
    expect(line).toContain('expires 2090-01-01T00:00:00.000Z');
    expect(line).toContain(key.slice(0, 15));
    expect(stdout).not.toContain(key);

    const refused = await foyer({ url: api.url, key }, 'keys', 'list');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('apiKeys needs an API key with the scope ADMIN.');

    const revoked = await foyer(api, 'keys', 'revoke', line.split(' ')[0] ?? '');
    expect(revoked.stdout).toContain('revoked ');
    const after = await foyer({ url: api.url, key }, 'export');
    expect(after.code).toBe(1);
    expect(after.stderr).toContain('Send an API key');
  });

  it.each([
    [['keys', 'create', 'x'], 'scope'],
    [['keys', 'create', 'x', '--scope', 'ROOT'], 'ROOT'],
    [['keys', 'create', 'x', '--scope', 'READ', '--expires', 'soon'], '"soon" is no time'],
    [['keys', 'create', 'x', '--scope', 'READ', '--expires', '2001-01-01'], 'must be in the future'],
    [['keys', 'revoke', 'x'], 'API key x not found.'],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { code, stdout, stderr } = await foyer(api, ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
