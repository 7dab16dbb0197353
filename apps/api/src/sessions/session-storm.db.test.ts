import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, attempt, countDeadlocks, eventsOf, eventsOfUser, readSession } from '../testing/acts.js';
import { identity, makeSession, makeUser } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

let api: TestApi;
let other: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  other = await startTestApi({ beside: api });
});
afterAll(async () => {
  await other.stop();
  await api.stop();
});

const EXPECTED_CODES = [null, 'SESSION_PAUSED', 'VERSION_CONFLICT', 'BAD_USER_INPUT'];

/** One write of a kind that goes round with `at`; gives the code of its error, or null. */
async function write(node: TestApi, id: string, at: number): Promise<string | null> {
  const send = async (document: string, variables: object): Promise<string | null> =>
    (await node.send(document, variables)).errors?.[0]?.extensions.code ?? null;
  const mark = `${id} ${at}`;
  const kinds: (() => Promise<string | null>)[] = [
    async () => (await attempt(node, 'addMessage', { sessionId: id, message: { role: 'USER', content: mark } })).code,
    async () =>
      (await attempt(node, 'setVariable', { target: { sessionId: id }, name: `v${at % 3}`, value: mark })).code,
    async () => (await attempt(node, 'updateSession', { id, title: mark })).code,
    async () => (await attempt(node, 'updateSession', { id, title: mark, expectedSeq: 1 })).code,
    () =>
      send('mutation ($id: ID!, $n: String!) { addNotebook(sessionId: $id, notebook: $n) { id } }', { id, n: mark }),
    () =>
      send('mutation ($input: JoinSessionInput!) { joinSession(input: $input) { id } }', {
        input: { sessionId: id, kind: 'AI', name: mark },
      }),
    async () => (await attempt(node, at % 20 < 10 ? 'pauseSession' : 'resumeSession', { id })).code,
    async () => (await attempt(node, 'addMessage', { sessionId: id, message: { role: 'USER', content: '' } })).code,
    () => send('mutation ($id: ID!) { touchSession(id: $id) { id } }', { id }),
    () =>
      send('mutation ($input: AddMessagesInput!) { addMessages(input: $input) { id } }', {
        input: { sessionId: id, messages: [1, 2, 3].map((n) => ({ role: 'ASSISTANT', content: `${mark} ${n}` })) },
      }),
  ];
  return kinds[at % kinds.length]?.() ?? null;
}

const numbers = (rows: readonly Record<string, any>[]): number[] => rows.map(({ seq }) => seq as number);
const oneTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('a session under 50 writers of all kinds on two nodes', () => {
  it('E1 E2 M2: has seq 1, 2, 3 … without a gap, each change with its event, and no deadlock', async () => {
    const { id } = await makeSession(api);
    const codes = await Promise.all(Array.from({ length: 150 }, (_, at) => write(at % 2 === 0 ? api : other, id, at)));
    expect([...new Set(codes)].filter((code) => !EXPECTED_CODES.includes(code))).toEqual([]);
    const events = await eventsOf(api, id);
    expect(numbers(events)).toEqual(oneTo(events.length));
    expect(await readSession(api, id)).toMatchObject({ seq: events.length });
    const messages = await api.rows('SELECT seq, content FROM message WHERE session_id = $1 ORDER BY seq', [id]);
    const told = events.filter(({ type }) => type === 'MESSAGE_ADDED');
    expect(numbers(messages)).toEqual(numbers(told));
    expect(await readSession(api, id)).toMatchObject({ messageCount: messages.length });
    const counted = (type: string): number => events.filter((event) => event['type'] === type).length;
    const rows = async (text: string): Promise<number> => Number((await api.rows(text, [id]))[0]?.['n']);
    expect(counted('VARIABLE_SET')).toBe(await rows('SELECT sum(version) AS n FROM variable WHERE session_id = $1'));
    expect(counted('NOTEBOOK_ADDED')).toBe(
      await rows('SELECT cardinality(notebooks) AS n FROM session_detail WHERE session_id = $1'),
    );
    expect(counted('PARTICIPANT_JOINED')).toBe(
      await rows('SELECT count(*) AS n FROM participant WHERE session_id = $1'),
    );
    const done = (kind: number): number => codes.filter((code, at) => at % 10 === kind && code === null).length;
    expect(told.length).toBe(done(0) + 3 * done(9));
    expect(counted('SESSION_UPDATED')).toBe(done(2) + done(3));
    expect(await countDeadlocks(api)).toBe(0);
  });

  it('S11: shows nothing of what is written in the one beside it at the same time', async () => {
    const user = { id: (await makeUser(api)).id };
    const [one, two] = [await makeSession(api, { user, key: 'one' }), await makeSession(api, { user, key: 'two' })];
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        write(at % 4 < 2 ? api : other, at % 2 === 0 ? one.id : two.id, Math.floor(at / 2)),
      ),
    );
    for (const [mine, theirs] of [
      [one.id, two.id],
      [two.id, one.id],
    ] as const) {
      const whole = await api.ok(
        `query ($id: ID) { session(id: $id) { title notebooks participants { name } variables(scope: SESSION) { value } messages(first: 100) { nodes { content sessionId } } } }`,
        { id: mine },
      );
      const seen = JSON.stringify([whole, await eventsOf(api, mine)]);
      expect(seen).toContain(mine);
      expect(seen).not.toContain(theirs);
      expect(numbers(await eventsOf(api, mine))).toEqual(oneTo((await eventsOf(api, mine)).length));
    }
  });
});

describe('a user', () => {
  it('E2: has an own stream without a gap while sessions are deleted, identities linked and variables set', async () => {
    const { id: userId } = await makeUser(api);
    const sessions = await Promise.all(
      oneTo(10).map((key) => makeSession(api, { user: { id: userId }, key: `k${key}` })),
    );
    await Promise.all(
      sessions.flatMap(({ id }, at) => [
        (at % 2 === 0 ? api : other).ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id }),
        act(other, 'linkIdentity', { userId, ...identity().identity, primary: at % 3 === 0 }),
        act(api, 'setVariable', { target: { scope: 'USER', user: { id: userId } }, name: 'n', value: at }),
      ]),
    );
    const own = await eventsOfUser(api, userId);
    // Ten of each, and the three identities that were primary until another became so.
    expect(numbers(own)).toEqual(oneTo(30 + 3));
    expect(await countDeadlocks(api)).toBe(0);
  });

  it('U3: is one person on every platform: their variables are seen from each, a platform’s own only there', async () => {
    const who = identity('telegram');
    const telegram = await makeSession(api, { user: who });
    const elsewhere = identity('web').identity;
    await act(api, 'linkIdentity', { userId: telegram.userId, ...elsewhere });
    const web = await makeSession(api, { user: { identity: elsewhere }, platform: 'web' });
    expect(web.userId).toBe(telegram.userId);
    const set = (sessionId: string, scope: string, value: string): Promise<unknown> =>
      act(api, 'setVariable', { target: { scope, sessionId }, name: 'name', value });
    await set(telegram.id, 'USER', 'user');
    const seen = async (id: string): Promise<unknown> =>
      (await api.ok('query ($id: ID) { session(id: $id) { variable(name: "name") { value scope } } }', { id }))[
        'session'
      ].variable;
    expect([await seen(telegram.id), await seen(web.id)]).toEqual([
      { value: 'user', scope: 'USER' },
      { value: 'user', scope: 'USER' },
    ]);
    await set(telegram.id, 'PLATFORM', 'platform');
    expect([await seen(telegram.id), await seen(web.id)]).toEqual([
      { value: 'platform', scope: 'PLATFORM' },
      { value: 'user', scope: 'USER' },
    ]);
    await set(web.id, 'SESSION', 'session');
    expect([await seen(telegram.id), await seen(web.id)]).toEqual([
      { value: 'platform', scope: 'PLATFORM' },
      { value: 'session', scope: 'SESSION' },
    ]);
  });
});
