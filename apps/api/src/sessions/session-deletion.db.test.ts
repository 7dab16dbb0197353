import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, attempt, deleteSession, eventsOfUser, holdSession, readSession, untilWaiting } from '../testing/acts.js';
import { identity, makeSession, makeUser, say } from '../testing/make.js';
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

/** Every table with a row that speaks of this id, wherever in the row. */
async function tablesOf(id: string): Promise<string[]> {
  // The audit log stays: it tells who did what, and nothing of what was said.
  const tables = await api.rows(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'audit_entry' ORDER BY 1",
  );
  const speaking: string[] = [];
  for (const { name } of tables) {
    const [row] = await api.rows(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE $1`, [`%${id}%`]);
    if (row?.['n'] > 0) speaking.push(name as string);
  }
  return speaking;
}

/** A session with something of everything in it. */
async function fullSession(): Promise<{ id: string; userId: string; slug: string }> {
  const session = await makeSession(api, { user: identity() });
  const { id } = session;
  const human = await api.ok('mutation ($input: JoinSessionInput!) { joinSession(input: $input) { id } }', {
    input: { sessionId: id, kind: 'HUMAN', name: 'Ada', userId: session.userId },
  });
  await say(api, id, 'hello', { participantId: human['joinSession'].id, externalId: 'm-1' });
  await say(api, id, 'again');
  await act(api, 'setVariable', { target: { sessionId: id }, name: 'a', value: { b: 1 } });
  await act(api, 'setVariable', { target: { sessionId: id, scope: 'USER' }, name: 'kept', value: 1 });
  await api.ok('mutation ($id: ID!) { addNotebook(sessionId: $id, notebook: "n") { id } }', { id });
  await api.ok('mutation ($id: ID!) { addIntegration(sessionId: $id, integration: "i") { id } }', { id });
  await api.ok('mutation ($input: SetTaskInput!) { setCurrentTask(input: $input) { id } }', {
    input: { sessionId: id, id: 't', description: 'd', status: 'IN_PROGRESS' },
  });
  return session;
}

describe('deleteSession', () => {
  it('S3 E3: takes all of the session with it, from every table, and leaves its SESSION_DELETED in the stream of its user', async () => {
    const { id, userId, slug } = await fullSession();
    const full = ['event', 'message', 'participant', 'session', 'session_detail', 'task', 'variable'];
    expect(await tablesOf(id)).toEqual(full);
    await act(api, 'endSession', { id });
    expect(await deleteSession(api, id)).toBe(true);
    expect(await tablesOf(id)).toEqual(['event']);
    expect(await api.rows('SELECT type FROM event WHERE session_id = $1', [id])).toEqual([]);
    const own = await eventsOfUser(api, userId);
    expect(own.map(({ type }) => type as string)).toEqual(['IDENTITY_LINKED', 'VARIABLE_SET', 'SESSION_DELETED']);
    expect(own.map(({ seq }) => seq as number)).toEqual([1, 2, 3]);
    expect(own.at(-1)).toMatchObject({ payload: { sessionId: id, slug }, actor_kind: 'app', platform: 'telegram' });
    expect(await readSession(api, id)).toBeNull();
    expect((await api.ok('query ($slug: String) { session(slug: $slug) { id } }', { slug }))['session']).toBeNull();
  });

  it('S11: leaves every other session of the user as it is', async () => {
    const user = { id: (await makeUser(api)).id };
    const [gone, kept] = [await makeSession(api, { user }), await makeSession(api, { user, key: 'kept' })];
    for (const { id } of [gone, kept]) await say(api, id);
    const before = await readSession(api, kept.id);
    await deleteSession(api, gone.id);
    expect(await readSession(api, kept.id)).toEqual(before);
    expect(await api.rows('SELECT content FROM message WHERE session_id = $1', [kept.id])).toHaveLength(1);
  });

  it('S13: of 10 at once on two nodes one answers true, and one event tells it', async () => {
    const { id, userId } = await makeSession(api);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => deleteSession(at % 2 === 0 ? api : other, id)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await eventsOfUser(api, userId)).toHaveLength(2);
  });

  it('S13: whoever waits to write in a session that is deleted meanwhile is told NOT_FOUND, and writes nothing', async () => {
    const { id } = await makeSession(api);
    const letGo = await holdSession(api, id);
    const deleting = deleteSession(api, id);
    await untilWaiting(api, 1);
    const writing = [
      attempt(other, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'late' } }),
      attempt(other, 'updateSession', { id, title: 'Late' }),
      attempt(other, 'setVariable', { target: { sessionId: id }, name: 'late', value: 1 }),
      attempt(other, 'resumeSession', { id }),
    ];
    await untilWaiting(api, 5);
    await letGo();
    expect(await deleting).toBe(true);
    expect((await Promise.all(writing)).map(({ code }) => code)).toEqual(writing.map(() => 'NOT_FOUND'));
    expect(await tablesOf(id)).toEqual(['event']);
  });

  it('S1 S2: makes room for a new one at its place', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    const opened = await Promise.all([
      deleteSession(api, id).then(() => null),
      ...Array.from({ length: 10 }, () => attempt(other, 'getOrCreateSession', { user, platform: 'telegram' })),
    ]);
    const left = await api.rows(
      "SELECT id FROM session WHERE key = 'default' AND user_id = (SELECT user_id FROM identity WHERE external_id = $1)",
      [user.identity.externalId],
    );
    expect(left.length).toBeLessThanOrEqual(1);
    const codes = opened.map((one) => one?.code ?? null);
    // Found a moment before it was deleted: there is nothing left to show.
    expect(codes.filter((code) => code !== null && code !== 'NOT_FOUND')).toEqual([]);
  });
});
