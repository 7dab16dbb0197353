import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const FILES = ['ruru.js', 'ruru.css', 'jsonWorker.js', 'graphqlWorker.js', 'editorWorker.js'];

describe('the IDE', () => {
  let api: ListeningApi;
  let page: string;
  beforeAll(async () => {
    api = await startListeningApi();
    page = (await api.wire({ headers: BROWSER })).text;
  });
  afterAll(() => api.stop());

  it('X1: loads nothing from elsewhere, which the browser is told to see to', async () => {
    const { headers } = await api.wire({ headers: BROWSER });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(page).not.toMatch(/https?:\/\//);
    const addresses = [...page.matchAll(/(?:href|src|from)\s*=?\s*"([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(2);
    expect(addresses.filter((address) => !address?.startsWith('/graphql/ide/'))).toEqual([]);
  });

  it.each(FILES)('X1: brings %s itself, to anybody', async (name) => {
    expect(page).toContain(name);
    const { status, headers, text } = await api.wire({ path: `/graphql/ide/${name}` });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(name.endsWith('.css') ? /^text\/css/ : /javascript/);
    expect(text.length).toBeGreaterThan(100);
  });

  it.each([
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '....//package.json',
    '/etc/passwd',
    'ruru.js/../../package.json',
    'ruru.js%00',
    '',
  ])('X1: has no file %j', async (name) => {
    expect((await api.wire({ path: `/graphql/ide/${name}` })).status).toBeGreaterThanOrEqual(400);
  });
});
