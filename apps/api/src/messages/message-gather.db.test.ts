import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, eventsOf, holdSession, readSession, untilWaiting } from '../testing/acts.js';
import { makeSession, unique } from '../testing/make.js';
import { addMessage, history, text, trySay, type Shown } from '../testing/message-calls.js';
import { recordStatements } from '../testing/statements.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const TOGETHER = 'message.append-together';
const ALONE = 'message.append-one';

describe('messages that arrive together', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const sessions = (count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => makeSession(api).then(({ id }) => id)));

  /** Names of the statements that append, as they ran while `work` did. */
  const appendsIn = async (work: () => Promise<unknown>): Promise<(string | null)[]> =>
    (await recordStatements(work)).map(({ name }) => name).filter((name) => name === TOGETHER || name === ALONE);

  const historyOf = async (id: string): Promise<Shown[]> => [...(await history(api, id, { first: 100 })).nodes];

  it('M2 E1 E2: are appended in one statement, each to its session and with its event', async () => {
    const ids = await sessions(20);
    const ran = await appendsIn(() => Promise.all(ids.map((id, at) => addMessage(api, id, text(`message ${at}`)))));
    expect(ran).toContain(TOGETHER);
    expect(ran.length).toBeLessThan(ids.length);
    for (const [at, id] of ids.entries()) {
      const [message, ...more] = await historyOf(id);
      expect(message).toMatchObject({ content: `message ${at}`, seq: 2, sessionId: id });
      expect(more).toEqual([]);
      const [, event] = await eventsOf(api, id);
      expect(event).toMatchObject({ seq: 2, type: 'MESSAGE_ADDED', actor_kind: 'app', stack: ['addMessage'] });
      expect(event?.['payload']).toEqual({ messageId: message?.['id'], role: 'USER' });
      expect(await readSession(api, id)).toMatchObject({ seq: 2, messageCount: 1 });
    }
  });

  it('M2: are all there where several are for one session', async () => {
    const [one = '', ...others] = await sessions(10);
    await Promise.all([...Array.from({ length: 30 }, () => one), ...others].map((id) => addMessage(api, id, text(id))));
    const seqs = (await historyOf(one)).map(({ seq }) => seq as number);
    expect(seqs).toEqual(Array.from({ length: 30 }, (_, at) => at + 2));
    for (const id of others) expect(await historyOf(id)).toHaveLength(1);
  });

  it('M4 M6: come back byte for byte, as they do alone', async () => {
    const said = [
      text('quotes " and \\ and \n and \u2028 and 🎲 and %s and $1'),
      text('{"json": [1, null]}', { parts: [{ z: 1.5, a: null, 'é"\\': [] }], metadata: { b: { c: '\u0007' }, a: 1 } }),
      text('', { parts: 'only parts', platform: 'discord', externalId: unique('it\'s "so"') }),
      text('early', { at: '0001-01-01T00:00:00.001Z' }),
      text('late', { at: '2020-02-29T23:59:59.999+14:00' }),
    ];
    const ids = await sessions(said.length * 2);
    const alone: Shown[] = [];
    for (const [at, message] of said.entries()) alone.push(await addMessage(api, ids[at] ?? '', message));
    let together: Shown[] = [];
    const rest = ids.slice(said.length);
    const ran = await appendsIn(async () => {
      together = await Promise.all(said.map((message, at) => addMessage(api, rest[at] ?? '', message)));
    });
    expect(ran).toEqual([TOGETHER]);
    const same = ({ id: _id, sessionId: _sessionId, createdAt, ...shown }: Shown, { at }: { at?: string }): object =>
      at === undefined ? shown : { ...shown, createdAt };
    for (const [at, message] of said.entries()) {
      const [stored] = await historyOf(rest[at] ?? '');
      expect(stored).toEqual(together[at]);
      expect(same(stored ?? {}, message)).toEqual(same(alone[at] ?? {}, message));
    }
  });

  describe('of which one cannot be appended', () => {
    const CASES: Readonly<Record<string, (id: string) => Promise<{ message?: object; more?: object; code: string }>>> =
      {
        'its session has ended': async (id) => {
          await act(api, 'endSession', { id });
          return { code: 'SESSION_ENDED' };
        },
        'its session is paused': async (id) => {
          await act(api, 'pauseSession', { id });
          return { code: 'SESSION_PAUSED' };
        },
        'its session has gone idle by the clock': async (id) => {
          await api.rows(`UPDATE session SET last_activity_at = last_activity_at - interval '2 hours' WHERE id = $1`, [
            id,
          ]);
          return { code: 'SESSION_PAUSED' };
        },
        'its session is gone': async (id) => {
          await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id });
          return { code: 'NOT_FOUND' };
        },
        'another seq is expected': () => Promise.resolve({ more: { expectedSeq: 7 }, code: 'VERSION_CONFLICT' }),
        'its key was used with another input': async (id) => {
          const idempotencyKey = unique('key');
          await addMessage(api, id, text('first'), { idempotencyKey });
          return { more: { idempotencyKey }, code: 'IDEMPOTENCY_MISMATCH' };
        },
        'its speaker is somebody else': () =>
          Promise.resolve({ message: { participantId: '01900000-0000-7000-8000-000000000000' }, code: 'NOT_FOUND' }),
      };

    it.each(Object.entries(CASES))('M2 E1: appends the others where %s', async (_name, prepare) => {
      const [odd = '', ...others] = await sessions(9);
      const { message = {}, more = {}, code } = await prepare(odd);
      const events = await eventsOf(api, odd);
      const [refused, ...added] = await Promise.all([
        trySay(api, odd, text('odd', message), more),
        ...others.map((id) => addMessage(api, id, text('fine'))),
      ]);
      expect(refused?.errors?.[0]?.extensions.code).toBe(code);
      expect((await eventsOf(api, odd)).filter(({ type }) => type === 'MESSAGE_ADDED')).toEqual(
        events.filter(({ type }) => type === 'MESSAGE_ADDED'),
      );
      expect(added).toMatchObject(others.map((id) => ({ sessionId: id, seq: 2, content: 'fine' })));
    });

    it('M3 I1: gives the first answer where it was there already, and appends the others', async () => {
      const [delivered = '', keyed = '', ...others] = await sessions(8);
      const [externalId, idempotencyKey] = [unique('update'), unique('key')];
      const say = (id: string, message: object, more?: object): Promise<Shown> =>
        addMessage(api, id, text('said', message), more);
      const both = (): Promise<Shown>[] => [say(delivered, { externalId }), say(keyed, {}, { idempotencyKey })];
      const first = await Promise.all(both());
      const again = await Promise.all([...both(), ...others.map((id) => say(id, {}))]);
      expect(again.slice(0, 2)).toEqual(first);
      for (const id of [delivered, keyed, ...others]) expect(await historyOf(id)).toHaveLength(1);
    });

    it('S11: none waits for a session that somebody holds', async () => {
      const [held = '', ...others] = await sessions(6);
      const release = await holdSession(api, held);
      const waiting = addMessage(api, held, text('waits'));
      await Promise.all(others.map((id) => addMessage(api, id, text('goes on'))));
      await untilWaiting(api, 1);
      await release();
      expect(await waiting).toMatchObject({ seq: 2, content: 'waits' });
    });
  });
});
