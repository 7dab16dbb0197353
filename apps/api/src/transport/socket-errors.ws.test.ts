import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../testing/captured-log.js';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { LEAK } from '../testing/leaks.js';
import { makeSession } from '../testing/make.js';
import { makeKey } from '../testing/people.js';
import { admittedSocket, type SocketClient } from '../testing/socket-client.js';

const NOBODY = '0190163d-8694-739b-aea5-966c26f8ad90';
const deep = (levels: number): string => `{ viewer ${'{ a '.repeat(levels)}${'}'.repeat(levels)} }`;
const ADD =
  'mutation ($s: ID!, $c: String!) { addMessage(input: { sessionId: $s, message: { role: USER, content: $c } }) { id } }';

/** Requests that are answered, refused before they run, and refused while they do; each with its variables. */
const REQUESTS: Readonly<Record<string, readonly [query: string, variables?: object, operationName?: string]>> = {
  'a query': ['{ viewer { kind scopes } }'],
  'a query of nothing': [`{ session(id: "${NOBODY}") { id } }`],
  'a syntax error': ['{ viewer {'],
  'no document': ['# nothing'],
  'an unknown field': ['{ viewer { nothing } }'],
  'many unknown fields': [`{ viewer { ${Array.from({ length: 30 }, (_, at) => `nothing${at}`).join(' ')} } }`],
  'an unknown fragment': ['{ viewer { ...Nothing } }'],
  'a subscription, of which there is none': ['subscription { nothing }'],
  'several operations and no name': ['query a { __typename } query b { __typename }'],
  'an operation that is not there': ['query a { __typename }', {}, 'b'],
  'one of several operations': ['query a { __typename } query b { __typename }', {}, 'b'],
  'too many levels': [deep(30)],
  'too many fields': [`{ viewer { ${'kind '.repeat(2_001)} } }`],
  'too many aliases': [`{ ${Array.from({ length: 101 }, (_, at) => `a${at}: viewer { id }`).join(' ')} }`],
  'too many tokens': [`{ viewer { ${'kind '.repeat(4_001)} } }`],
  'too costly pages': [
    '{ sessions(first: 100) { nodes { messages(last: 100) { nodes { id seq role content platform externalId createdAt redactedAt metadata parts } } participants { id name kind joinedAt leftAt } variables { name value } } } }',
  ],

  'a variable of another type': ['query ($n: Int!) { sessions(first: $n) { nodes { id } } }', { n: 'x' }],
  'a variable that is missing': ['query ($n: ID!) { session(id: $n) { id } }'],
  'a text that cannot be stored': ['query ($n: ID!) { session(id: $n) { id } }', { n: 'a\u0000' }],
  'a lone surrogate': ['query ($n: ID!) { session(id: $n) { id } }', { n: '\ud800' }],
  'a date that does not exist': ['{ sessions(filter: { startedAfter: "2026-02-30T00:00:00Z" }) { nodes { id } } }'],
  'a page that is too long': ['{ sessions(first: 101) { nodes { id } } }'],
  'a negative page': ['{ sessions(first: -1) { nodes { id } } }'],
  'a foreign cursor': ['{ sessions(after: "bm90aGluZw") { nodes { id } } }'],
  'something unknown to change': [`mutation { endSession(input: { id: "${NOBODY}" }) { id } }`],
  'a part that fails': [
    `mutation { a: touchSession(id: "${NOBODY}") { id } b: endSession(input: { id: "x" }) { id } }`,
  ],
};

describe('an operation over a socket', () => {
  const captured = captureLog();
  let api: ListeningApi;
  let socket: SocketClient;
  beforeAll(async () => {
    api = await startListeningApi({ log: captured.log });
    socket = await admittedSocket(api.port);
  });
  afterAll(async () => {
    socket.socket.close();
    await api.stop();
  });

  it.each(Object.entries(REQUESTS))('Errors: has the answer that it has over HTTP, with %s', async (_what, request) => {
    const [query, variables, operationName] = request;
    const http = await api.post(JSON.stringify({ query, variables, operationName }));
    const { data, errors } = await socket.ask(query, variables, operationName);
    expect(errors).toEqual(http.errors);
    expect(data).toEqual(http.data);
  });

  it('Errors: is refused where a number would be rounded, as over HTTP', async () => {
    const query = 'query ($n: JSON) { sessions(filter: { metadata: $n }) { nodes { id } } }';
    const body = `{"query":${JSON.stringify(query)},"variables":{"n":{"a":9007199254740993}}}`;
    const http = await api.post(body);
    socket.say(`{"id":"round","type":"subscribe","payload":${body}}`);
    const { type, payload } = await socket.next();
    expect(type).toBe('error');
    expect(payload).toEqual(http.errors);
    expect(payload[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('V4: keeps keys that are written with escapes apart, as over HTTP', async () => {
    const { id } = await makeSession(api);
    const query =
      'mutation ($t: VariableTarget!, $v: JSON!) { setVariable(input: { target: $t, name: "keys", value: $v }) { value } }';
    const value = '{"\\\\n":1,"\\n":2}';
    for (const round of ['1', '2']) {
      const body = `{"query":${JSON.stringify(query)},"variables":{"t":{"scope":"SESSION","sessionId":"${id}"},"v":${value}}}`;
      socket.say(`{"id":"keys${round}","type":"subscribe","payload":${body}}`);
      expect(JSON.stringify((await socket.next()).payload.data.setVariable.value)).toBe(value);
      expect((await socket.next()).type).toBe('complete');
    }
  });

  it('X3: of a key is refused for what its scopes do not allow, as over HTTP', async () => {
    const key = await makeKey(api, ['READ']);
    const reader = await admittedSocket(api.port, key.secret);
    const query = 'mutation { upsertUser(input: {}) { id } }';
    const http = await api.as(key.headers).send(query);
    expect((await reader.ask(query)).errors).toEqual(http.errors);
    reader.socket.close();
  });

  it('Errors: that fails on our side is INTERNAL with an id, under which it was logged once, and nothing else', async () => {
    const { id } = await makeSession(api);
    await api.rows("ALTER TABLE message ADD CONSTRAINT fault CHECK (content <> 'canary')");
    const before = captured.lines(50).length;
    const { errors } = await socket.ask(ADD, { s: id, c: 'canary' });
    await api.rows('ALTER TABLE message DROP CONSTRAINT fault');
    const logged = captured.lines(50).slice(before);
    expect(logged).toHaveLength(1);
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['addMessage'],
        extensions: { code: 'INTERNAL', requestId: logged[0]?.['requestId'] },
      },
    ]);
    expect(logged[0]?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(errors)).not.toMatch(LEAK);
    expect((await socket.ask(ADD, { s: id, c: 'well' })).errors).toBeUndefined();
  });

  it('X4: signs nobody in, since it takes no cookie', async () => {
    const { errors } = await socket.ask('mutation { signIn(email: "a@b.c", password: "x") { id } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});
