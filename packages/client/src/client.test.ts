import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createClient, FoyerError, type ClientOptions, type FoyerClient } from './client.js';
import { SetVariableDocument } from './generated/graphql.js';
import {
  cut,
  page,
  refusal,
  result,
  silence,
  startServer,
  type Reaction,
  type ScriptedServer,
} from './testing/server.js';

const VIEWER = '{ viewer { id } }';
const TOUCH = 'mutation { touchSession(id: "x") { id } }';
const ok = result({ data: { viewer: { id: 'v' } } });
const variableSet = result({ data: { setVariable: { name: 'n', version: 1 } } });
const setVariable = { target: { sessionId: 's' }, name: 'n', value: 1 };

function clientOf(server: ScriptedServer, options: Partial<ClientOptions> = {}): FoyerClient {
  return createClient({ url: server.url, apiKey: 'foyer_sk_test', ...options });
}

async function errorOf(promise: Promise<unknown>): Promise<FoyerError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FoyerError)) throw new Error(`Expected a FoyerError, got ${String(error)}.`);
  return error;
}

describe('createClient', () => {
  it('posts document and variables to /graphql with the key, and returns the data', async () => {
    await using server = await startServer(ok);
    const data = await clientOf(server).query<{ viewer: { id: string } }>(VIEWER, { unused: null });
    expect(data.viewer.id).toBe('v');
    expect(server.received).toHaveLength(1);
    expect(server.received[0]).toMatchObject({
      url: '/graphql',
      headers: { authorization: 'Bearer foyer_sk_test', 'content-type': 'application/json' },
      body: { query: VIEWER, variables: { unused: null } },
    });
  });

  it('asks for the key of now before each attempt, where keys run out', async () => {
    await using server = await startServer(refusal('UNAVAILABLE'), ok, ok);
    let asked = 0;
    const client = clientOf(server, { apiKey: () => Promise.resolve(`token-${++asked}`) });
    await client.query(VIEWER);
    await client.query(VIEWER);
    const sent = server.received.map(({ headers }) => headers['authorization']);
    expect(sent).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
  });

  it('takes an address with a path as it is', async () => {
    await using server = await startServer(ok);
    await createClient({ url: `${server.url}/foyer/api`, apiKey: 'k' }).query(VIEWER);
    expect(server.received[0]?.url).toBe('/foyer/api');
  });

  it('refuses a mutation as a query, which would be repeated, and sends nothing', async () => {
    await using server = await startServer(ok);
    await expect(clientOf(server).query(TOUCH)).rejects.toThrow(/Expected a query; the document is a mutation/);
    expect(server.received).toHaveLength(0);
  });

  it('sends names such as __proto__ as they are', async () => {
    await using server = await startServer(variableSet);
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":null,"2":0,"1":1}');
    await clientOf(server).setVariable({ ...setVariable, name: '__proto__', value });
    expect(JSON.stringify(server.received[0]?.body.variables['input'])).toContain(`"value":${JSON.stringify(value)}`);
  });
});

describe('errors', () => {
  it('carries code, message, extensions and request id of the first error', async () => {
    const errors = [
      { message: 'Version 3, not 2.', extensions: { code: 'VERSION_CONFLICT', currentVersion: 3, requestId: 'r-1' } },
      { message: 'Another.', extensions: { code: 'INTERNAL' } },
    ];
    await using server = await startServer(result({ data: null, errors }));
    const error = await errorOf(clientOf(server).query(VIEWER));
    expect(error).toMatchObject({ code: 'VERSION_CONFLICT', message: 'Version 3, not 2.', requestId: 'r-1' });
    expect(error.extensions['currentVersion']).toBe(3);
    expect(error.errors).toHaveLength(2);
  });

  it('takes the request id from the header where the error has none', async () => {
    const reaction = result({ errors: [{ message: 'No.' }] }, 400, { 'x-request-id': 'r-2' });
    await using server = await startServer(reaction);
    expect(await errorOf(clientOf(server).query(VIEWER))).toMatchObject({ code: 'INTERNAL', requestId: 'r-2' });
  });

  it.each<[string, Reaction, string]>([
    ['a web page', page(200), 'BAD_RESPONSE'],
    ['a 404 of some other server', page(404), 'BAD_RESPONSE'],
    ['a gateway error', page(502), 'NETWORK_ERROR'],
    ['a 429 that asks for a long pause', page(429, { 'retry-after': '600' }), 'RATE_LIMITED'],
    ['JSON that is no result', result({ hello: 'world' }), 'BAD_RESPONSE'],
  ])('says that %s is no answer of Foyer', async (_, reaction, code) => {
    await using server = await startServer(reaction);
    expect((await errorOf(clientOf(server, { retries: 0 }).query(VIEWER))).code).toBe(code);
  });

  it('says why nothing could be reached', async () => {
    // A port that was free a moment ago and that nobody listens on now.
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address() as AddressInfo;
        probe.close(() => resolve(free));
      });
    });
    const client = createClient({ url: `http://127.0.0.1:${port}`, apiKey: 'k', retries: 0 });
    const error = await errorOf(client.query(VIEWER));
    expect(error.code).toBe('NETWORK_ERROR');
    expect(error.message).toMatch(/ECONNREFUSED/);
  });
});

describe('repetition', () => {
  it.each<[string, Reaction]>([
    ['a cut connection', cut],
    ['UNAVAILABLE', refusal('UNAVAILABLE', {}, 503)],
    ['a gateway error', page(503)],
    ['RATE_LIMITED', refusal('RATE_LIMITED', { retryAfterSeconds: 0 }, 429)],
  ])('repeats a query after %s', async (_, failure) => {
    await using server = await startServer(failure, failure, ok);
    expect(await clientOf(server).query(VIEWER)).toEqual({ viewer: { id: 'v' } });
    expect(server.received).toHaveLength(3);
  });

  it('repeats a mutation method after a cut connection under the same idempotency key', async () => {
    await using server = await startServer(cut, variableSet);
    await clientOf(server).setVariable(setVariable);
    const keys = server.received.map(
      ({ body }) => (body.variables['input'] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('makes a new idempotency key for each call, and keeps one that is given', async () => {
    await using server = await startServer(variableSet);
    const client = clientOf(server);
    await client.setVariable(setVariable);
    await client.setVariable(setVariable);
    await client.setVariable({ ...setVariable, idempotencyKey: 'job-7' });
    const keys = server.received.map(
      ({ body }) => (body.variables['input'] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('job-7');
  });

  it('never repeats a mutation without key whose fate is unknown', async () => {
    await using server = await startServer(cut, variableSet);
    const call = clientOf(server).mutate(SetVariableDocument, { input: setVariable });
    expect((await errorOf(call)).code).toBe('NETWORK_ERROR');
    expect(server.received).toHaveLength(1);
  });

  it('repeats a mutation without key after UNAVAILABLE, because nothing was changed', async () => {
    await using server = await startServer(refusal('UNAVAILABLE'), variableSet);
    await clientOf(server).mutate(SetVariableDocument, { input: setVariable });
    expect(server.received).toHaveLength(2);
  });

  it('does not repeat two mutations in one document after UNAVAILABLE of one of them', async () => {
    await using server = await startServer(refusal('UNAVAILABLE'));
    const two = 'mutation { a: touchSession(id: "x") { id } b: addNotebook(sessionId: "x", notebook: "n") { id } }';
    expect((await errorOf(clientOf(server).mutate(two))).code).toBe('UNAVAILABLE');
    expect(server.received).toHaveLength(1);
  });

  it('repeats a mutation without key that its caller calls repeatable', async () => {
    await using server = await startServer(cut, variableSet);
    await clientOf(server).mutate(SetVariableDocument, { input: setVariable }, { repeatable: true });
    expect(server.received).toHaveLength(2);
  });

  it('does not repeat what was refused for good', async () => {
    await using server = await startServer(refusal('BAD_USER_INPUT'));
    expect((await errorOf(clientOf(server).query(VIEWER))).code).toBe('BAD_USER_INPUT');
    expect(server.received).toHaveLength(1);
  });

  it('gives up after the given number of repetitions with the last error', async () => {
    await using server = await startServer(refusal('UNAVAILABLE'));
    expect((await errorOf(clientOf(server, { retries: 2 }).query(VIEWER))).code).toBe('UNAVAILABLE');
    expect(server.received).toHaveLength(3);
  });
});

describe('waiting', () => {
  it('gives up an attempt that takes too long, and tries again', async () => {
    await using server = await startServer(silence, ok);
    expect(await clientOf(server, { timeoutMs: 100 }).query(VIEWER)).toEqual({ viewer: { id: 'v' } });
    expect(server.received).toHaveLength(2);
  });

  it('says that time ran out', async () => {
    await using server = await startServer(silence);
    const error = await errorOf(clientOf(server, { retries: 0 }).query(VIEWER, {}, { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringMatching(/within 50 ms/) as string });
  });

  it('stops at once when the caller aborts an attempt', async () => {
    await using server = await startServer(silence);
    const aborter = new AbortController();
    const call = clientOf(server).query(VIEWER, {}, { signal: aborter.signal });
    const reason = new Error('The user went away.');
    setTimeout(() => aborter.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
    expect(server.received).toHaveLength(1);
  });

  it('stops at once when the caller aborts between two attempts', async () => {
    await using server = await startServer(refusal('RATE_LIMITED', { retryAfterSeconds: 20 }));
    const aborter = new AbortController();
    const call = clientOf(server).query(VIEWER, {}, { signal: aborter.signal });
    setTimeout(() => aborter.abort(), 50);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.received).toHaveLength(1);
  });

  it('sends nothing for a caller who has aborted already', async () => {
    await using server = await startServer(ok);
    await expect(clientOf(server).query(VIEWER, {}, { signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
    expect(server.received).toHaveLength(0);
  });
});
