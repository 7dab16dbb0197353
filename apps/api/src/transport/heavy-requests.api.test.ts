import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuMs, startListeningApi, type ListeningApi, type WireAnswer } from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';

const SESSIONS = 130;
const KIB = 1024;
const MIB = 1024 * KIB;

const times = (count: number, of: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => of(at)).join(' ');

const MESSAGE = 'id seq role content platform externalId createdAt redactedAt metadata parts participant { id name }';
const SESSION =
  'id slug title key kind platform status metadata notebooks integrations startedAt lastActivityAt idleAt durationSeconds user { id displayName }';

/** As heavy as a request may be, in one way each, with a body; what is not refused has to be cheap. */
const QUERIES: Readonly<Record<string, string>> = {
  'the widest pages': `{ sessions(filter: { kind: ["chat"] }, first: 100) { nodes { ${SESSION} messages(last: 100) { nodes { id seq role content platform createdAt } } } } }`,
  'the widest page of one list': `{ sessions(filter: { kind: ["chat"] }, first: 100) { edges { cursor node { ${SESSION} currentTask { id } participants { id name kind } } } nodes { ${SESSION} } pageInfo { endCursor } } }`,
  'pages in pages': '{ users(first: 100) { nodes { id sessions(first: 20) { nodes { id slug status } } } } }',
  'the most participants':
    '{ sessions(filter: { kind: ["chat"] }, first: 100) { nodes { participants { id name kind userId joinedAt leftAt metadata } } } }',
  'the most participants, twenty times': `{ sessions(first: 100) { nodes { ${times(20, (at) => `a${at}: participants { id name kind joinedAt metadata }`)} } } }`,
  'the most aliases': `{ ${times(100, (at) => `a${at}: sessions(filter: { kind: ["chat"] }, first: ${at + 1}) { nodes { id slug title } }`)} }`,
  'the most aliases of one page': `{ sessions(filter: { kind: ["chat"] }, first: 100) { ${times(49, (at) => `a${at}: edges { node { id } }`)} ${times(50, (at) => `b${at}: nodes { slug }`)} } }`,
  'large messages': `{ large: sessions(filter: { kind: ["large"] }, first: 100) { nodes { messages(last: 100) { nodes { content } } } } }`,
  'large messages by aliases': `{ large: sessions(filter: { kind: ["large"] }, first: 1) { nodes { messages(last: 30) { nodes { ${times(90, (at) => `a${at}: content`)} } } } } }`,
  'large parts': `{ large: sessions(filter: { kind: ["json"] }, first: 100) { nodes { messages(last: 100) { nodes { parts } } } } }`,
  'as many large parts as may be': `{ large: sessions(filter: { kind: ["json"] }, first: 1) { nodes { messages(last: 60) { nodes { parts } } } } }`,
  'as many parts with escaped keys as may be': `{ large: sessions(filter: { kind: ["keys"] }, first: 1) { nodes { messages(last: 60) { nodes { parts } } } } }`,
  'large metadata': `{ large: sessions(filter: { kind: ["meta"] }, first: 100) { nodes { metadata } } }`,
  'as much large metadata as may be, by aliases': `{ large: sessions(filter: { kind: ["meta"] }, first: 10) { nodes { ${times(90, (at) => `a${at}: metadata`)} } } }`,
  'all variables of all sessions':
    '{ sessions(filter: { kind: ["chat"] }, first: 100) { nodes { variables { name value version scope } } } }',
  'the heaviest introspection': getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
  'introspection in aliases': `{ ${times(20, (at) => `a${at}: __schema { types { name fields { name } } }`)} }`,
  'the longest search': `{ searchMessages(query: "${'word '.repeat(100)}", first: 100) { totalCount nodes { ${MESSAGE} } } }`,
  'a search for what is everywhere': `{ searchMessages(query: "hello", first: 100) { totalCount nodes { ${MESSAGE} } } }`,
  'the most counts': `{ ${times(100, (at) => `a${at}: sessions(filter: { kind: ["chat"] }, first: 1) { totalCount }`)} }`,
  'the widest document': `{ sessions(first: 1) { nodes { ${times(99, (at) => `a${at}: messages(last: ${at + 1}) { nodes { seq } }`)} } } }`,
};

const list = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);

/** The same for what comes in; `x` is what comes. */
const INPUTS: Readonly<Record<string, readonly [query: string, x: (sessionId: string) => unknown]>> = {
  'the largest message of JSON': [
    'mutation ($x: AddMessageInput!) { addMessage(input: $x) { id parts metadata } }',
    (sessionId) => ({
      sessionId,
      message: {
        role: 'USER',
        content: 'a'.repeat(256 * KIB),
        parts: list(131_000, 1),
        metadata: { a: list(130_000, 1) },
      },
    }),
  ],
  'the most messages': [
    'mutation ($x: AddMessagesInput!) { addMessages(input: $x) { id content metadata } }',
    (sessionId) => ({ sessionId, messages: list(1_000, { role: 'USER', content: 'a'.repeat(1_900) }) }),
  ],
  'the most messages, a hundred times': [
    `mutation ($x: AddMessagesInput!) { ${times(100, (at) => `a${at}: addMessages(input: $x) { id }`)} }`,
    (sessionId) => ({ sessionId, messages: list(1_000, { role: 'USER', content: 'a' }) }),
  ],
  'many messages, as often as may be': [
    `mutation ($x: AddMessagesInput!) { ${times(18, (at) => `a${at}: addMessages(input: $x) { id }`)} }`,
    (sessionId) => ({ sessionId, messages: list(1_000, { role: 'USER', content: 'a' }) }),
  ],
  'the most variables': [
    'mutation ($x: SetVariablesInput!) { setVariables(input: $x) { name value } }',
    (sessionId) => ({
      target: { scope: 'SESSION', sessionId },
      variables: Array.from({ length: 1_000 }, (_, at) => ({ name: `v${at}`, value: list(400, 12) })),
    }),
  ],
  'a large JSON filter, a hundred times': [
    `query ($x: JSON) { ${times(100, (at) => `a${at}: sessions(filter: { metadata: $x }) { nodes { id } }`)} }`,
    () => ({ a: list(100_000, 1) }),
  ],
  'a large JSON filter, as often as may be': [
    `query ($x: JSON) { ${times(25, (at) => `a${at}: sessions(filter: { metadata: $x }) { nodes { id } }`)} }`,
    () => ({ a: list(100_000, 1) }),
  ],
  'the biggest filter lists': [
    `query ($x: [String!]) { ${times(100, (at) => `a${at}: sessions(filter: { platform: $x, kind: $x }) { nodes { id } }`)} }`,
    () => Array.from({ length: 100 }, (_, at) => `platform-${at}`),
  ],
  'a list of roles that never ends, for each of a hundred sessions': [
    'query ($x: [MessageRole!]) { sessions(first: 100) { nodes { messages(roles: $x) { nodes { id } } } } }',
    () => list(180_000, 'USER'),
  ],
  'a name that never ends, for each of a hundred sessions': [
    'query ($x: String!) { sessions(first: 100) { nodes { variable(name: $x) { name } } } }',
    () => 'a'.repeat(2_000_000),
  ],
  'JSON of 64 levels, as wide as it may be': [
    'mutation ($x: UpsertUserInput!) { upsertUser(input: $x) { id metadata } }',
    () => ({ metadata: { a: list(1_000, JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`)) } }),
  ],
};

describe('a request that is as heavy as it may be', () => {
  let api: ListeningApi;
  let sessionId: string;
  const delay = monitorEventLoopDelay({ resolution: 10 });
  beforeAll(async () => {
    api = await startListeningApi();
    ({ id: sessionId } = await makeSession(api));
    await fill(api);
    // What is measured below is the requests' own cost, not that of running the code for the first time.
    await api.post(
      JSON.stringify({ query: `{ sessions(first: 5) { nodes { ${SESSION} messages { nodes { ${MESSAGE} } } } } }` }),
    );
  }, 120_000);
  afterAll(() => api.stop());

  /** Sends a body, and says what it took. */
  const measure = async (body: string): Promise<{ answer: WireAnswer; cpu: number; blocked: number }> => {
    delay.reset();
    delay.enable();
    const { value: answer, ms: cpu } = await cpuMs(() => api.post(body));
    delay.disable();
    return { answer, cpu, blocked: delay.max / 1e6 };
  };
  const expectCheap = ({ answer, cpu, blocked }: Awaited<ReturnType<typeof measure>>): void => {
    const code = answer.errors?.[0]?.extensions.code ?? 'OK';
    expect(['OK', 'QUERY_TOO_COMPLEX', 'BAD_USER_INPUT'], answer.text.slice(0, 500)).toContain(code);
    expect(answer.text.length).toBeLessThan(24 * MIB);
    expect(cpu).toBeLessThan(1_000);
    expect(blocked).toBeLessThan(1_000);
  };

  it.each(Object.entries(QUERIES))('Limits: with %s holds no CPU for more than 1 s', async (_what, query) => {
    expectCheap(await measure(JSON.stringify({ query })));
  });

  it.each(Object.entries(INPUTS))('Limits: with %s holds no CPU for more than 1 s', async (_what, [query, x]) => {
    const body = JSON.stringify({ query, variables: { x: x(sessionId) } });
    expect(body.length).toBeLessThan(2 * MIB);
    expectCheap(await measure(body));
  });
});

/** A database with enough in it that a list of a hundred has a hundred, and that some of them are as large as they may be. */
async function fill(api: ListeningApi): Promise<void> {
  const made = await Promise.all(Array.from({ length: SESSIONS }, () => makeSession(api)));
  const ids = made.map(({ id }) => id);
  const of = (kind: string, count: number): Promise<unknown> =>
    api.rows('UPDATE session SET kind = $1 WHERE id = ANY($2)', [kind, ids.splice(0, count)]);
  const insert = (kind: string, count: number, content: string, parts: string): Promise<unknown> =>
    api.rows(
      `INSERT INTO message (id, session_id, seq, role, content, parts, platform, metadata, created_at)
       SELECT gen_random_uuid(), s.id, 1000 + n, 'user', ${content}, ${parts}, 'telegram', '{}', now()
       FROM session s, generate_series(1, $2) n WHERE s.kind = $1`,
      [kind, count],
    );
  const numbers = (count: number): string => `(SELECT '[1' || repeat(',1', ${count}) || ']')::json`;
  const keys = `(SELECT '{"\\n":1' || repeat(',"\\n":1', 37000) || '}')::json`;
  await of('large', 2);
  await of('json', 3);
  await of('keys', 2);
  await of('meta', 20);
  await of('chat', SESSIONS);
  await insert('chat', 100, `'hello word ' || n`, 'NULL');
  await insert('large', 80, `repeat('x', 262144)`, 'NULL');
  await insert('json', 70, `''`, numbers(131_000));
  await insert('keys', 70, `''`, keys);
  await api.rows(
    'UPDATE session s SET seq = 5000, message_count = (SELECT count(*) FROM message WHERE session_id = s.id)',
  );
  await api.rows(
    `UPDATE session_detail d SET metadata = ('{"a":[1' || repeat(',1', 130000) || ']}')::json FROM session s WHERE s.id = d.session_id AND s.kind = 'meta'`,
  );
  await api.rows(
    `INSERT INTO participant (id, session_id, kind, name, metadata, joined_at, joined_seq)
     SELECT gen_random_uuid(), s.id, 'human', 'Somebody ' || n, '{}', now(), n FROM session s, generate_series(1, 500) n`,
  );
  await api.rows(
    `INSERT INTO variable (scope, holder_id, platform, name, value, size_bytes, version, updated_at)
     SELECT 'session', s.id, '', 'v' || n, ${numbers(2_000)}, 4001, 1, now() FROM session s, generate_series(1, 100) n`,
  );
}
