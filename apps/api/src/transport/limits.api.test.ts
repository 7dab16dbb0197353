import { afterEach, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../core/config.js';
import { DEFAULT_BOUNDS, settleBounds } from '../core/limits.js';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { makeSession, say } from '../testing/make.js';
import { admittedSocket } from '../testing/socket-client.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const HISTORY = 'query ($id: ID!, $n: Int!) { session(id: $id) { messages(last: $n) { nodes { content } } } }';

describe('the limits of a deployment', () => {
  let api: ListeningApi;
  afterEach(async () => {
    await api.stop();
    // They are the process's, which other tests share.
    settleBounds(DEFAULT_BOUNDS);
  });

  const start = async (environment: Readonly<Record<string, string>>): Promise<Config['limits']> => {
    const { limits, sockets } = readConfig(environment);
    api = await startListeningApi({ config: { limits, sockets } });
    return limits;
  };
  const codeOf = async (query: string, variables: object = {}): Promise<string> =>
    (await api.send(query, variables)).errors?.[0]?.extensions.code ?? 'OK';

  it('Limits: bound bodies and messages of sockets, and say so', async () => {
    await start({ FOYER_REQUEST_BYTES_MAX: '131072', FOYER_SOCKET_MESSAGE_BYTES_MAX: '65536' });
    const body = JSON.stringify({ query: '{ viewer { id } }' });
    expect((await api.post(body.padEnd(128 * KIB))).status).toBe(200);
    expect(await api.post(body.padEnd(128 * KIB + 1))).toMatchObject({
      status: 413,
      errors: [{ message: 'A request may have at most 128 KiB.', extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
    });
    const socket = await admittedSocket(api.port);
    socket.say(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ viewer { id } }' } }).padEnd(64 * KIB + 1),
    );
    expect((await socket.closed).code).toBe(1009);
  });

  it('Limits: bound pages and values, with the bound in the message', async () => {
    await start({ FOYER_PAGE_SIZE_MAX: '150', FOYER_VALUE_BYTES_MAX: '2048' });
    expect(await codeOf('{ sessions(first: 150) { nodes { id } } }')).toBe('OK');
    expect(await api.refused('{ sessions(first: 151) { nodes { id } } }')).toMatchObject({
      message: 'first must be from 1 to 150.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const { id } = await makeSession(api);
    await say(api, id, 'a'.repeat(2_048));
    await expect(say(api, id, 'a'.repeat(2_049))).rejects.toThrow(/may have at most 2 KiB/);
  });

  it('Limits: bound documents', async () => {
    await start({
      FOYER_DOCUMENT_TOKENS_MAX: '500',
      FOYER_DOCUMENT_DEPTH_MAX: '5',
      FOYER_DOCUMENT_FIELDS_MAX: '50',
      FOYER_DOCUMENT_ALIASES_MAX: '2',
      FOYER_DOCUMENT_COST_MAX: '2000',
    });
    const deep = '{ sessions(first: 1) { nodes { user { identities { platform } } } } }';
    for (const [within, beyond] of [
      [deep, deep.replace('{ platform }', '{ platform } sessions(first: 1) { nodes { id } }')],
      [`{ viewer { ${'id '.repeat(49)} } }`, `{ viewer { ${'id '.repeat(50)} } }`],
      [`{ viewer { id } } # ${'x '.repeat(500)}`, `{ viewer { ${'id '.repeat(500)} } }`],
      ['{ a: viewer { b: id } }', '{ a: viewer { b: id c: id } }'],
      [
        '{ sessions(first: 100) { nodes { id } } }',
        '{ sessions(first: 100) { totalCount nodes { id slug title key kind } } }',
      ],
    ] as const) {
      expect(await codeOf(within), within).toBe('OK');
      expect(await codeOf(beyond), beyond).toBe('QUERY_TOO_COMPLEX');
    }
  });

  it('Limits: bound what one answer may bring, and leave the next one unharmed', async () => {
    const { answerBytesMax } = await start({ FOYER_ANSWER_BYTES_MAX: String(MIB) });
    const { id } = await makeSession(api);
    const content = 'a'.repeat(200 * KIB);
    for (let count = 0; count < 8; count++) await say(api, id, content);
    expect(await codeOf(HISTORY, { id, n: 4 })).toBe('OK');
    expect(await api.refused(HISTORY, { id, n: 8 })).toMatchObject({
      message: 'The answer takes more than 1 MiB; ask for fewer fields, or for smaller pages.',
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    });
    expect(answerBytesMax).toBe(MIB);
    for (let count = 0; count < 20; count++) expect(await codeOf(HISTORY, { id, n: 8 })).toBe('QUERY_TOO_COMPLEX');
    expect(await codeOf(HISTORY, { id, n: 4 })).toBe('OK');
  });

  it('Limits: say of a mutation whose answer is too large that it is done, and of nothing else', async () => {
    await start({ FOYER_ANSWER_BYTES_MAX: String(MIB), FOYER_DOCUMENT_COST_MAX: '2000' });
    const { id } = await makeSession(api);
    for (let count = 0; count < 8; count++) await say(api, id, 'a'.repeat(200 * KIB));
    const DONE = /for smaller pages\. What the mutation was to do is done\.$/;
    const read = 'messages(last: 8) { nodes { content } }';
    const repeated = 'messages(last: 4) { nodes { a: content b: content } }';
    for (const selection of [read, repeated]) {
      const { message, extensions } = await api.refused(`mutation { touchSession(id: "${id}") { ${selection} } }`);
      expect(extensions).toEqual({ code: 'QUERY_TOO_COMPLEX' });
      expect(message).toMatch(DONE);
      expect((await api.refused(`{ session(id: "${id}") { ${selection} } }`)).message).toMatch(/for smaller pages\.$/);
    }
    const socket = await admittedSocket(api.port);
    const answer = await socket.ask(`mutation { touchSession(id: "${id}") { ${read} } }`);
    expect(answer.errors?.[0]?.message).toMatch(DONE);
    socket.socket.close();
    // What costs too much is refused beforehand.
    const wide = `mutation { touchSession(id: "${id}") { ${Array.from({ length: 99 }, (_, at) => `a${at}: messages(last: 100) { nodes { content } }`).join(' ')} } }`;
    expect((await api.refused(wide)).message).not.toMatch(/done/);
  });

  it('Limits: count for each request what is its own, though one statement reads for several', async () => {
    await start({ FOYER_ANSWER_BYTES_MAX: String(MIB) });
    const content = 'a'.repeat(200 * KIB);
    const sessions = await Promise.all(Array.from({ length: 6 }, () => makeSession(api)));
    for (const { id } of sessions) for (let count = 0; count < 3; count++) await say(api, id, content);
    // Together they have more than one may, each has less.
    const answers = await Promise.all(sessions.map(({ id }) => codeOf(HISTORY, { id, n: 3 })));
    expect(answers).toEqual(sessions.map(() => 'OK'));
    const all = `{ ${sessions.map(({ id }, at) => `a${at}: session(id: "${id}") { messages(last: 3) { nodes { content } } }`).join(' ')} }`;
    expect(await codeOf(all)).toBe('QUERY_TOO_COMPLEX');
  });

  it('Limits: have one request hash one password, whatever documents may cost', async () => {
    for (const cost of ['2000', '10000000']) {
      await start({ FOYER_DOCUMENT_COST_MAX: cost });
      const one = 'signIn(email: "a@example.org", password: "x") { id }';
      expect(await codeOf(`mutation { ${one} }`)).toBe('UNAUTHENTICATED');
      expect(await codeOf(`mutation { ${one} b: ${one} }`)).toBe('QUERY_TOO_COMPLEX');
      if (cost === '2000') await api.stop();
    }
  });
});
