import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdSession, untilWaiting } from '../testing/acts.js';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { addMessage, addMessages, REDACT, text, trySay } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

/** The pool's connections, as far as a test has to know them to cut one. */
interface Pool {
  readonly _clients: readonly {
    readonly processID: number;
    readonly connection: { readonly stream: { destroy(): void } };
  }[];
}

describe('an idempotency key of an append', () => {
  let api: TestApi;
  let other: TestApi;
  const node = (at: number): TestApi => (at % 2 === 0 ? api : other);
  beforeAll(async () => {
    api = await startTestApi();
    other = await startTestApi({ beside: api });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  const added = async (id: string): Promise<number> =>
    (await eventTypes(api, id)).filter((type) => type === 'MESSAGE_ADDED').length;

  it('I1 I3: of 20 parallel calls with one key on two nodes one appends, and all have its answer', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => addMessage(node(at), id, text('once'), { idempotencyKey })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await added(id)).toBe(1);
  });

  it('I1 I3: so it is for 20 parallel batches', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const batch = [text('one'), text('two', { externalId: 'update-2' }), text('three', { parts: [{ z: 1, a: 2 }] })];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => addMessages(node(at), id, batch, { idempotencyKey })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.map(({ content }) => content)).toEqual(['one', 'two', 'three']);
    expect(await added(id)).toBe(3);
  });

  it('I2 I3: of two mutations that race with one key in one session one is done and the other told so, whoever locks first', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const release = await holdSession(api, id);
    // The single append waits for the session and takes the key then; the batch has the key and waits for the session behind it.
    const single = trySay(api, id, text('single'), { idempotencyKey });
    await untilWaiting(api, 1);
    const batch = api.send('mutation ($input: AddMessagesInput!) { addMessages(input: $input) { id } }', {
      input: { sessionId: id, messages: [text('batch')], idempotencyKey },
    });
    await untilWaiting(api, 2);
    await release();
    const codes = (await Promise.all([single, batch])).map(({ errors }) => errors?.[0]?.extensions.code);
    expect(codes.toSorted()).toEqual(['IDEMPOTENCY_MISMATCH', undefined]);
    expect(await added(id)).toBe(1);
  });

  it('I1: where the connection breaks before the answer, the append is found or made, once', async () => {
    const { id } = await makeSession(api);
    const { answer, release } = await cutWhileWaiting(id, { idempotencyKey: unique('key') });
    await release();
    const { data } = await answer;
    expect(await api.rows('SELECT id, content FROM message WHERE session_id = $1', [id])).toEqual([
      { id: data?.['addMessage'].id, content: 'cut' },
    ]);
    expect(await added(id)).toBe(1);
  });

  it('M3: so it is for an external id', async () => {
    const { id } = await makeSession(api);
    const { answer, release } = await cutWhileWaiting(id, {}, { externalId: 'update-1' });
    await release();
    const { data } = await answer;
    expect(await api.rows('SELECT id FROM message WHERE session_id = $1', [id])).toEqual([
      { id: data?.['addMessage'].id },
    ]);
  });

  it('I1: without either nobody can say how it went, and nothing is promised', async () => {
    const { id } = await makeSession(api);
    const { answer, release } = await cutWhileWaiting(id, {});
    expect((await answer).errors).toMatchObject([{ extensions: { code: 'INTERNAL', requestId: expect.any(String) } }]);
    await release();
  });

  /** An append that waits for its session when the connection breaks that carries it. */
  async function cutWhileWaiting(
    id: string,
    more: object,
    message: object = {},
  ): Promise<{ answer: ReturnType<typeof trySay>; release: () => Promise<void> }> {
    const release = await holdSession(api, id);
    const answer = trySay(api, id, text('cut', message), more);
    await untilWaiting(api, 1);
    const [waiting] = await api.rows(
      "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    const { master } = api.dataSource.driver as unknown as { master: Pool };
    const client = master._clients.find(({ processID }) => processID === waiting?.['pid']);
    if (!client) throw new Error('The append waits on a connection that is not the pool’s.');
    client.connection.stream.destroy();
    return { answer, release };
  }

  it('I1: the answer to a repeated call is the message as appended, whatever came after it', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const message = text('once', { externalId: 'update-1', parts: { z: [1], a: null }, metadata: { b: 1, a: 2 } });
    const first = await addMessage(api, id, message, { idempotencyKey });
    await addMessage(api, id, text('later'));
    await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
    expect(await addMessage(other, id, message, { idempotencyKey })).toEqual(first);
  });

  it('I1 E3: what was redacted since comes back blank', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const first = await addMessage(api, id, text('secret', { parts: ['secret'] }), { idempotencyKey });
    await api.ok(REDACT, { id: first['id'] });
    expect(await addMessage(api, id, text('secret', { parts: ['secret'] }), { idempotencyKey })).toMatchObject({
      id: first['id'],
      seq: first['seq'],
      content: '',
      parts: null,
    });
  });

  it('I1: a redelivered message under a new key is answered with the first, then and again', async () => {
    const { id } = await makeSession(api);
    const first = await addMessage(api, id, text('first', { externalId: 'update-1' }));
    const again = { idempotencyKey: unique('key') };
    expect(await addMessage(api, id, text('second', { externalId: 'update-1' }), again)).toEqual(first);
    expect(await addMessage(api, id, text('second', { externalId: 'update-1' }), again)).toEqual(first);
  });

  it('I1: of a session deleted since, nothing is left to answer with', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    await addMessage(api, id, text('once'), { idempotencyKey });
    await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id });
    const { errors } = await trySay(api, id, text('once'), { idempotencyKey });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});
