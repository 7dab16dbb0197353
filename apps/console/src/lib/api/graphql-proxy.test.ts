import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerGraphql } from './graphql-proxy';

// Throws wherever Next does not build for the server; here there is neither Next nor a browser.
vi.mock('server-only', () => ({}));

let api: Server;
let seen: { headers: IncomingHttpHeaders; body: string }[];

beforeEach(async () => {
  seen = [];
  api = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ headers: request.headers, body });
      response.writeHead(429, {
        'content-type': 'application/json; charset=utf-8',
        'set-cookie': ['foyer_login=new; HttpOnly', 'other=1'],
        'x-request-id': 'r-1',
        'retry-after': '7',
        'x-powered-by': 'api',
        server: 'api',
      });
      response.end('{"data":{"viewer":{"id":"1"}}}');
    });
  });
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
  vi.stubEnv('FOYER_API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}/graphql`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  api.closeAllConnections();
  await new Promise((closed) => api.close(closed));
});

const own = {
  host: 'console.example',
  origin: 'https://console.example',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};

function ask(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: 'POST', headers: { ...own, ...headers }, body };
  return answerGraphql(new Request('http://console.example/api/graphql', init));
}

const mutation = '{"query":"mutation { signOut }"}';

describe('answerGraphql', () => {
  it('X4: hands on the body as it is, of the cookies the login, and where the request came from', async () => {
    await ask(mutation, {
      cookie: 'foyer_zone=UTC; foyer_login=a.b=c; __Host-foyer_login=d; xfoyer_login=e; foyer_login2=f',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'console.example',
      authorization: 'Bearer stolen',
      'x-other': 'other',
    });
    expect(seen.map(({ body }) => body)).toEqual([mutation]);
    const { headers } = seen[0] ?? {};
    expect(headers).toMatchObject({
      cookie: 'foyer_login=a.b=c; __Host-foyer_login=d',
      'content-type': 'application/json',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'console.example',
    });
    for (const name of ['authorization', 'origin', 'sec-fetch-site', 'x-other', 'referer'])
      expect(headers, name).not.toHaveProperty(name);
  });

  it('sends no cookie where there is no login', async () => {
    await ask(mutation, { cookie: 'foyer_zone=UTC' });
    expect(seen[0]?.headers).not.toHaveProperty('cookie');
  });

  it('hands back the answer, its status and cookies, and no more', async () => {
    const response = await ask(mutation);
    expect([response.status, await response.json()]).toEqual([429, { data: { viewer: { id: '1' } } }]);
    expect(response.headers.getSetCookie()).toEqual(['foyer_login=new; HttpOnly', 'other=1']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': 'r-1',
      'retry-after': '7',
    });
    for (const name of ['server', 'x-powered-by']) expect(response.headers.get(name), name).toBeNull();
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port', { origin: 'https://console.example:81', 'sec-fetch-site': 'same-site' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('X4: refuses %s before the API hears of it', async (_who, headers) => {
    const response = await ask(mutation, { ...headers, cookie: 'foyer_login=a' });
    expect([response.status, ((await response.json()) as { errors: object[] }).errors]).toMatchObject([
      403,
      [{ extensions: { code: 'FORBIDDEN' } }],
    ]);
    expect(seen).toEqual([]);
  });

  it('refuses what is too long without reading on', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const init = { method: 'POST', headers: own, body: endless, duplex: 'half' };
    const response = await answerGraphql(new Request('http://console.example/api/graphql', init));
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(10);
    expect(seen).toEqual([]);
  });

  it('says that the API does not answer, without saying where it is', async () => {
    api.closeAllConnections();
    await new Promise((closed) => api.close(closed));
    const response = await ask(mutation);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('127.0.0.1');
  });
});
