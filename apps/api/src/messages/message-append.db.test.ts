import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { addMessage, addMessages, text, wholeHistory } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

describe('appends at the same time', () => {
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

  const messagesOf = (sessionId: string): Promise<Record<string, unknown>[]> =>
    api.rows('SELECT id, seq, content, external_id FROM message WHERE session_id = $1 ORDER BY seq', [sessionId]);

  it('M2 E1 E2: 50 writers of 20 messages each, on two nodes, lose, double and reorder nothing', async () => {
    const { id } = await makeSession(api);
    const writers = await Promise.all(
      Array.from({ length: 50 }, async (_, writer) => {
        const seqs: number[] = [];
        for (let n = 0; n < 20; n++) seqs.push((await addMessage(node(writer), id, text(`${writer} ${n}`)))['seq']);
        return seqs;
      }),
    );
    for (const seqs of writers) expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    // The session's own event is the first; then one number for each message, and no gap.
    expect(writers.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 2));
    const shown = await wholeHistory(other, id);
    expect(shown.map(({ seq }) => seq)).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 2));
    for (const { seq, content } of shown) {
      const [writer = 0, n = 0] = (content as string).split(' ').map(Number);
      expect(writers[writer]?.[n]).toBe(seq);
    }
    const events = await api.rows(
      "SELECT seq, payload->>'messageId' AS id FROM event WHERE session_id = $1 ORDER BY seq",
      [id],
    );
    expect(events.slice(1)).toEqual(shown.map((message) => ({ seq: message['seq'], id: message['id'] })));
    const [head] = await api.rows('SELECT seq, message_count FROM session WHERE id = $1', [id]);
    expect(head).toEqual({ seq: 1_001, message_count: 1_000 });
  });

  it('M2: single messages and batches at the same time each keep their own order, a batch without anything in between', async () => {
    const { id } = await makeSession(api);
    const batches = await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const batch = Array.from({ length: 25 }, (__, n) => text(`${writer} ${n}`));
        const [added] = await Promise.all([
          addMessages(node(writer), id, batch),
          addMessage(node(writer), id, text('alone')),
        ]);
        return added.map(({ seq }) => seq as number);
      }),
    );
    for (const [first = 0, ...rest] of batches) expect(rest).toEqual(rest.map((_, at) => first + 1 + at));
    expect((await messagesOf(id)).map(({ seq }) => seq)).toEqual(Array.from({ length: 208 }, (_, at) => at + 2));
  });

  it('M3: of 40 deliveries of one external id on two nodes one is kept, all are answered with it, and one event is written', async () => {
    const { id } = await makeSession(api);
    const externalId = unique('update');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => addMessage(node(at), id, text(`delivery ${at}`, { externalId }))),
    );
    expect(new Set(answers.map((answer) => answer['id'])).size).toBe(1);
    expect(new Set(answers.map(({ content }) => content)).size).toBe(1);
    expect(await messagesOf(id)).toHaveLength(1);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'MESSAGE_ADDED']);
  });

  it('M3: batches that share external ids in opposite order, and single deliveries between them, keep each once', async () => {
    const { id } = await makeSession(api);
    const ids = Array.from({ length: 20 }, () => unique('update'));
    const batch = (order: readonly string[]): object[] => order.map((externalId) => text(externalId, { externalId }));
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, at) => addMessages(node(at), id, batch(at % 2 === 0 ? ids : ids.toReversed()))),
      ...ids.map(async (externalId, at) => [await addMessage(node(at), id, text(externalId, { externalId }))]),
    ]);
    const kept = await messagesOf(id);
    expect(kept.map((row) => row['external_id']).toSorted()).toEqual(ids.toSorted());
    const idOf = new Map(kept.map((row) => [row['external_id'], row['id']]));
    for (const message of answers.flat()) expect(message['id']).toBe(idOf.get(message['content']));
    expect((await eventTypes(api, id)).filter((type) => type === 'MESSAGE_ADDED')).toHaveLength(20);
  });

  it('S11: writers of different sessions on two nodes neither see nor change one another', async () => {
    const sessions = await Promise.all(Array.from({ length: 10 }, () => makeSession(api)));
    await Promise.all(
      sessions.flatMap(({ id }) =>
        Array.from({ length: 10 }, (_, n) =>
          addMessage(node(n), id, text(`${id} ${n}`, { externalId: `update-${n}` })),
        ),
      ),
    );
    for (const { id } of sessions) {
      const shown = await wholeHistory(other, id);
      expect(shown.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, at) => at + 2));
      for (const { content, sessionId } of shown)
        expect([sessionId, (content as string).startsWith(id)]).toEqual([id, true]);
    }
  });

  it('V1 M2: of 20 parallel messages that expect the same seq exactly one is taken, the others are told where it stands', async () => {
    const { id, seq } = await makeSession(api);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const { errors } = await node(at).send(
          'mutation ($input: AddMessageInput!) { addMessage(input: $input) { seq } }',
          {
            input: { sessionId: id, message: text('mine'), expectedSeq: seq },
          },
        );
        return errors?.[0]?.extensions;
      }),
    );
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(
      answers.filter((answer) => answer?.code === 'VERSION_CONFLICT' && answer['currentSeq'] === seq + 1),
    ).toHaveLength(19);
    expect(await messagesOf(id)).toHaveLength(1);
  });
});
