import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { addMessage, history, REDACT, search, text, type Shown } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';

describe('redactMessage', () => {
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

  const redact = async (id: string, reason?: string, node = api): Promise<Shown> =>
    (await node.ok(REDACT, { id, reason }))['redactMessage'] as Shown;

  it('E1 E3: blanks content, parts and metadata everywhere, and leaves the message in its place', async () => {
    const { id } = await makeSession(api);
    const secret = unique('canary').replaceAll('-', 'x');
    const idempotencyKey = unique('key');
    await addMessage(api, id, text('before'));
    const message = text(secret, {
      parts: [secret],
      metadata: { secret },
      externalId: 'update-1',
      platform: 'discord',
    });
    const said = await addMessage(api, id, message, { idempotencyKey });
    await addMessage(api, id, text('behind'));
    expect((await search(api, secret)).totalCount).toBe(1);

    const blank = await redact(said['id'], 'asked to be forgotten');
    expect(blank).toEqual({ ...said, content: '', parts: null, metadata: {}, redactedAt: expect.any(String) });
    expect((await history(api, id)).nodes.map(({ content }) => content)).toEqual(['before', '', 'behind']);
    expect((await history(api, id)).nodes[1]).toEqual(blank);
    expect(await search(api, secret)).toMatchObject({ nodes: [], totalCount: 0 });
    // Nor is it in any other row of any table.
    const tables = await api.rows(
      "SELECT quote_ident(relname) AS name FROM pg_stat_user_tables WHERE schemaname = 'public'",
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables)
      expect(await api.rows(`SELECT FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`, [secret])).toEqual([]);
  });

  it('E1: writes one event, which tells which message, why and by whom, and no content', async () => {
    const { id } = await makeSession(api);
    const said = await addMessage(api, id, text('secret'));
    await redact(said['id'].toUpperCase(), 'asked to be forgotten');
    const [event] = await api.rows(
      "SELECT seq, actor_kind, payload FROM event WHERE session_id = $1 AND type = 'MESSAGE_REDACTED'",
      [id],
    );
    expect(event).toEqual({
      seq: 3,
      actor_kind: 'app',
      payload: { messageId: said['id'], reason: 'asked to be forgotten' },
    });
  });

  it('E1: redacting again changes nothing and writes no event, also at the same time', async () => {
    const { id } = await makeSession(api);
    const said = await addMessage(api, id, text('secret'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => redact(said['id'], `reason ${at}`, at % 2 === 0 ? api : other)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await redact(said['id'], 'again')).toEqual(answers[0]);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'MESSAGE_ADDED', 'MESSAGE_REDACTED']);
  });

  it.each(['pauseSession', 'endSession'])('S3: works after %s', async (act) => {
    const { id } = await makeSession(api);
    const said = await addMessage(api, id, text('secret'));
    await api.ok(`mutation ($id: ID!) { ${act}(input: { id: $id }) { id } }`, { id });
    const [before] = await api.rows('SELECT status, ended_at, end_reason FROM session WHERE id = $1', [id]);
    expect(await redact(said['id'])).toMatchObject({ content: '', redactedAt: expect.any(String) });
    expect((await eventTypes(api, id)).at(-1)).toBe('MESSAGE_REDACTED');
    expect(await api.rows('SELECT status, ended_at, end_reason FROM session WHERE id = $1', [id])).toEqual([before]);
  });

  it('M3: a redelivery of what was redacted brings nothing back', async () => {
    const { id } = await makeSession(api);
    const message = text('secret', { externalId: 'update-1', parts: { k: 'secret' } });
    const said = await addMessage(api, id, message);
    const blank = await redact(said['id']);
    expect(await addMessage(api, id, message)).toEqual(blank);
    expect(await eventTypes(api, id)).toHaveLength(3);
  });

  it('M2: the number of messages stays, and so does each other message', async () => {
    const { id } = await makeSession(api);
    const kept = await addMessage(api, id, text('kept'));
    const said = await addMessage(api, id, text('secret'));
    await redact(said['id']);
    const { session } = await api.ok(
      'query ($id: ID) { session(id: $id) { messageCount seq messages { totalCount nodes { content } } } }',
      { id },
    );
    expect(session).toEqual({
      messageCount: 2,
      seq: 4,
      messages: { totalCount: 2, nodes: [{ content: kept['content'] }, { content: '' }] },
    });
  });

  it('S13: answers NOT_FOUND for a message that is not there, and for one of a deleted session', async () => {
    const { id } = await makeSession(api);
    const said = await addMessage(api, id, text('secret'));
    await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id });
    for (const unknown of [said['id'], UNKNOWN, id, 'nonsense', ''])
      expect(await api.refused(REDACT, { id: unknown })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['longer than 10,000 characters', '😀'.repeat(10_001)],
    ['with U+0000', 'nul \u0000'],
    ['with half a surrogate pair', '\ud83d'],
  ])('E1: answers BAD_USER_INPUT for a reason %s, and redacts nothing', async (_name, reason) => {
    const { id } = await makeSession(api);
    const said = await addMessage(api, id, text('kept'));
    expect(await api.refused(REDACT, { id: said['id'], reason })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'reason' },
    });
    expect((await history(api, id)).nodes).toEqual([said]);
  });

  it('E1: takes a reason of 10,000 characters, and none', async () => {
    const { id } = await makeSession(api);
    const [one, two] = [await addMessage(api, id, text('one')), await addMessage(api, id, text('two'))];
    const reason = '😀'.repeat(10_000);
    await redact(one['id'], reason);
    await redact(two['id']);
    const events = await api.rows(
      "SELECT payload->>'reason' AS reason FROM event WHERE session_id = $1 AND type = 'MESSAGE_REDACTED' ORDER BY seq",
      [id],
    );
    expect(events).toEqual([{ reason }, { reason: null }]);
  });
});
