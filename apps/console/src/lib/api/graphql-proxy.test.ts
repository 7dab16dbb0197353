import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerGraphql } from './graphql-proxy';

// Throws wherever Next does not build for the server; here there is neither Next nor a browser.
vi.mock('server-only', () => ({}));

const key = 'foyer_sk_never_for_browsers';
let api: Server;
let seen: { authorization: string | undefined; body: unknown }[];

beforeEach(async () => {
  seen = [];
  api = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      seen.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
      response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'login=1', 'x-powered-by': 'api' });
      response.end('{"data":{"viewer":{"id":"1"}}}');
    });
  });
  await new Promise<void>((listening) => api.listen(0, '127.0.0.1', listening));
  vi.stubEnv('FOYER_API_URL', `http://127.0.0.1:${(api.address() as AddressInfo).port}/graphql`);
  vi.stubEnv('FOYER_API_KEY', key);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  api.closeAllConnections();
  await new Promise((closed) => api.close(closed));
});

function ask(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const own = {
    host: 'localhost:3000',
    origin: 'http://localhost:3000',
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerGraphql(
    new Request('http://localhost:3000/api/graphql', { method: 'POST', headers: { ...own, ...headers }, body: text }),
  );
}

describe('answerGraphql', () => {
  it('asks the API with the key and hands on the answer without a trace of either', async () => {
    const response = await ask({
      query: 'query Q($id: ID) { session(id: $id) { id } }',
      variables: { id: '1' },
      operationName: 'Q',
    });
    expect(response.status).toBe(200);
    expect(await response.clone().json()).toEqual({ data: { viewer: { id: '1' } } });
    expect(seen).toEqual([
      {
        authorization: `Bearer ${key}`,
        body: { query: 'query Q($id: ID) { session(id: $id) { id } }', variables: { id: '1' }, operationName: 'Q' },
      },
    ]);
    expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(key);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a rebound name', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('refuses %s before the API hears of it', async (_who, headers) => {
    const response = await ask({ query: '{ viewer { id } }' }, headers);
    expect(response.status).toBe(403);
    expect(seen).toEqual([]);
  });

  it.each([
    ['a mutation', { query: 'mutation { deleteSession(id: "1") }' }],
    [
      'a mutation beside a query',
      { query: 'query A { viewer { id } } mutation B { deleteSession(id: "1") }', operationName: 'B' },
    ],
    ['a batch', [{ query: '{ viewer { id } }' }]],
    ['no JSON', '{"query":'],
    ['no query', { id: 'hash' }],
    ['a query that is no text', { query: 5 }],
    ['null', 'null'],
    ['too much', { query: `{ viewer { id } }${' '.repeat(70_000)}` }],
  ])('refuses %s before the API hears of it', async (_what, body) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect(seen).toEqual([]);
  });

  it('passes on nothing but query, variables and name', async () => {
    await ask({ query: '{ viewer { id } }', extensions: { persistedQuery: {} }, more: 1 });
    expect(seen[0]?.body).toEqual({ query: '{ viewer { id } }' });
  });

  it('says that the API does not answer, without saying where it is', async () => {
    api.closeAllConnections();
    await new Promise((closed) => api.close(closed));
    const response = await ask({ query: '{ viewer { id } }' });
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('127.0.0.1');
  });
});
