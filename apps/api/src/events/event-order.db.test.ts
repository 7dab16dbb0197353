import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf } from '../testing/acts.js';
import { change, JOIN, join, setTask } from '../testing/context-calls.js';
import { eventTypes, makeSession } from '../testing/make.js';
import { ADD_MESSAGES, addMessage, REDACT, text, trySay } from '../testing/message-calls.js';
import { startTestApi, TestClock, type Answer, type TestApi } from '../testing/test-api.js';
import { SET, setVariable } from '../testing/variable-calls.js';

/** Writes of every kind, each with whatever comes of it. */
const WRITES: readonly ((node: TestApi, id: string, n: number) => Promise<Answer>)[] = [
  (node, id, n) => trySay(node, id, text(`${n}`)),
  (node, id, n) => trySay(node, id, text(`${n}`), { idempotencyKey: `${id} ${n}` }),
  (node, id, n) => node.send(ADD_MESSAGES, { input: { sessionId: id, messages: [text(`${n}`), text(`${n}`)] } }),
  (node, id, n) => node.send(SET, { input: { target: { sessionId: id }, name: `${n}`, value: n } }),
  (node, id) => node.send(JOIN, { input: { sessionId: id, kind: 'HUMAN', name: 'Ada' } }),
];

describe('a session that changes its state while others write in it', () => {
  const clock = new TestClock();
  let api: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
    other = await startTestApi({ beside: api, clock });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  /** Sends 60 writes from two nodes, and in the middle of them `act`; gives the codes of those that were refused. */
  async function writesAround(id: string, act: () => Promise<unknown>): Promise<(string | undefined)[]> {
    const answers = Array.from({ length: 60 }, async (_, n) => {
      if (n === 30) await act();
      return WRITES[n % WRITES.length]?.(n % 2 === 0 ? api : other, id, n);
    });
    return (await Promise.all(answers)).map((answer) => answer?.errors?.[0]?.extensions.code);
  }

  const STATES = { ended: 'SESSION_ENDED', paused: 'SESSION_PAUSED', gone: 'NOT_FOUND' } as const;

  /** Each write in the race was done or refused for the one reason, and those that come after it are refused. */
  async function expectOnly(
    codes: readonly (string | undefined)[],
    id: string,
    state: keyof typeof STATES,
  ): Promise<void> {
    expect(codes.filter((code) => code !== undefined && code !== STATES[state])).toEqual([]);
    expect((await trySay(other, id, text('late'))).errors?.[0]?.extensions.code).toBe(STATES[state]);
  }

  it('S3 E1: nothing is written behind its end, and each write is done or SESSION_ENDED', async () => {
    const { id } = await makeSession(api);
    const codes = await writesAround(id, () =>
      api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id }),
    );
    const log = await eventTypes(api, id);
    expect(log.indexOf('SESSION_ENDED')).toBe(log.length - 1);
    await expectOnly(codes, id, 'ended');
  });

  it('S4 E1: no message is written behind its pause, and late results are', async () => {
    const { id } = await makeSession(api);
    const codes = await writesAround(id, () =>
      api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id }),
    );
    await expectOnly(codes, id, 'paused');
    await setVariable(api, { sessionId: id }, { name: 'late', value: 1 });
    const log = await eventTypes(api, id);
    const behind = log.slice(log.indexOf('SESSION_PAUSED') + 1);
    expect(behind).not.toContain('MESSAGE_ADDED');
    expect(behind.at(-1)).toBe('VARIABLE_SET');
  });

  it('S13 E3: of one that is deleted nothing is left but its event, and each write is done or NOT_FOUND', async () => {
    const session = await makeSession(api);
    const { id } = session;
    const ada = await join(api, id);
    const said = await addMessage(api, id, text('hello', { participantId: ada['id'] }));
    await setTask(api, id, { id: 't' });
    const codes = await writesAround(id, async () => {
      const both = [api, other].map((node) => node.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id }));
      expect((await Promise.all(both)).map((data) => data['deleteSession']).toSorted()).toEqual([false, true]);
    });
    await expectOnly(codes, id, 'gone');
    for (const table of ['session_detail', 'participant', 'task', 'message', 'variable', 'event'])
      expect(await api.rows(`SELECT FROM ${table} WHERE session_id = $1`, [id])).toEqual([]);
    const left = await api.rows('SELECT type FROM event WHERE user_id = $1 ORDER BY seq', [session.userId]);
    expect(left.map(({ type }) => type)).toEqual(['IDENTITY_LINKED', 'SESSION_DELETED']);
    expect(await api.refused(REDACT, { id: said['id'] })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('S7 E1 E2: a late result in one that has gone idle comes behind its pause, which is Foyer’s own act at the moment it fell due', async () => {
    for (const write of [
      (id: string) => setVariable(api, { sessionId: id }, { name: 'n', value: 1 }),
      (id: string) => change(api, 'addNotebook', id, 'a'),
      (id: string) => setTask(api, id, { id: 't' }),
      (id: string) => join(api, id),
    ]) {
      const { id } = await makeSession(api, { idleTimeoutSeconds: 5 });
      const [{ last_activity_at: since } = {}] = await api.rows('SELECT last_activity_at FROM session WHERE id = $1', [
        id,
      ]);
      clock.advance(10);
      await write(id);
      const log = await eventsOf(api, id);
      expect(log[1]).toMatchObject({
        seq: 2,
        type: 'SESSION_PAUSED',
        actor_kind: 'system',
        at: new Date(Number(since) + 5_000),
      });
      expect(log[2]).toMatchObject({ seq: 3, actor_kind: 'app' });
      expect(log).toHaveLength(3);
      expect(await api.rows('SELECT status FROM session WHERE id = $1', [id])).toEqual([{ status: 'paused' }]);
    }
  });
});
