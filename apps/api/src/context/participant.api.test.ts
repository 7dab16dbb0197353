import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, JOIN, join, LEAVE, leave, type ShownContext } from '../testing/context-calls.js';
import { eventTypes, makeSession, makeUser, unique } from '../testing/make.js';
import { addMessage, history, text } from '../testing/message-calls.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';

describe('participants', () => {
  const clock = new StillClock(new Date('2026-03-01T12:00:00.500Z'));
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
  const tick = (): void => clock.set(new Date(clock.now().getTime() + 1));
  const names = (participants: readonly ShownContext[]): unknown[] => participants.map(({ name }) => name);

  it('E1: come with all that is said of them, and leave once', async () => {
    const { id } = await makeSession(api);
    const { id: userId } = await makeUser(api);
    const who = { kind: 'PERSONA', name: '  Ada 😀', userId, metadata: { z: 1, a: [null] } };
    const ada = await join(api, id, who);
    expect(ada).toEqual({ ...who, id: ada['id'], joinedAt: clock.now().toISOString(), leftAt: null });
    expect((await contextOf(api, id))['here']).toEqual([ada]);
    tick();
    const left = await leave(api, (ada['id'] as string).toUpperCase());
    expect(left).toEqual({ ...ada, leftAt: clock.now().toISOString() });
    tick();
    expect(await leave(api, ada['id'])).toEqual(left);
    expect(
      await api.rows('SELECT seq, type, payload FROM event WHERE session_id = $1 AND seq > 1 ORDER BY seq', [id]),
    ).toEqual([
      {
        seq: 2,
        type: 'PARTICIPANT_JOINED',
        payload: { participantId: ada['id'], kind: 'PERSONA', name: '  Ada 😀', userId },
      },
      { seq: 3, type: 'PARTICIPANT_LEFT', payload: { participantId: ada['id'] } },
    ]);
  });

  it('V5: are in the order of their coming, also within one millisecond; who left is shown where asked for', async () => {
    const { id } = await makeSession(api);
    const all = [];
    for (let at = 0; at < 20; at++) all.push(await join(at % 2 === 0 ? api : other, id, { name: `${at}` }));
    await leave(api, all[7]?.['id']);
    await leave(api, all[0]?.['id']);
    const { here, ever } = await contextOf(api, id);
    expect(names(ever)).toEqual(all.map((_, at) => `${at}`));
    expect(names(here)).toEqual(names(ever).filter((name) => name !== '7' && name !== '0'));
  });

  it('E1 E2: of ten at the same time that see one off, one does, and all are answered', async () => {
    const { id } = await makeSession(api);
    const ada = await join(api, id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => leave(at % 2 === 0 ? api : other, ada['id'])),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'PARTICIPANT_JOINED', 'PARTICIPANT_LEFT']);
  });

  it('S11: speak in their session alone, and are known by their messages after they left', async () => {
    const { id } = await makeSession(api);
    const [ada, bob] = [await join(api, id, { name: 'Ada' }), await join(api, id, { name: 'Bob' })];
    await addMessage(api, id, text('one', { participantId: ada['id'] }));
    await leave(api, ada['id']);
    await addMessage(api, id, text('two', { participantId: ada['id'] }));
    await addMessage(api, id, text('three', { participantId: bob['id'] }));
    await addMessage(api, id, text('four'));
    expect((await history(api, id)).nodes.map(({ participant }) => participant?.name ?? null)).toEqual([
      'Ada',
      'Ada',
      'Bob',
      null,
    ]);
  });

  it('I1 I2 I3: of 20 parallel calls with one key one joins; another input or mutation is IDEMPOTENCY_MISMATCH', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => join(at % 2 === 0 ? api : other, id, { idempotencyKey })),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await contextOf(api, id))['here']).toEqual([answers[0]]);
    const input = { sessionId: id, kind: 'HUMAN', name: 'Bob', idempotencyKey };
    expect(await api.refused(JOIN, { input })).toMatchObject({ extensions: { code: 'IDEMPOTENCY_MISMATCH' } });
    const set = 'mutation ($input: SetVariableInput!) { setVariable(input: $input) { name } }';
    expect(
      await api.refused(set, { input: { target: { sessionId: id }, name: 'n', value: 1, idempotencyKey } }),
    ).toMatchObject({ extensions: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  it('U1 S13: answer NOT_FOUND for a session, a user or a participant that is not there', async () => {
    const { id } = await makeSession(api);
    for (const unknown of [UNKNOWN, 'nonsense', '']) {
      const who = { kind: 'HUMAN', name: 'Ada' };
      expect(await api.refused(JOIN, { input: { ...who, sessionId: unknown } })).toMatchObject({
        extensions: { code: 'NOT_FOUND' },
      });
      expect(await api.refused(JOIN, { input: { ...who, sessionId: id, userId: unknown } })).toMatchObject({
        extensions: { code: 'NOT_FOUND' },
      });
      expect(await api.refused(LEAVE, { id: unknown })).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    }
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
  });

  it('S3 S4: answer SESSION_ENDED, and come and go while the session is paused', async () => {
    const { id } = await makeSession(api);
    const [ada, bob] = [await join(api, id), await join(api, id)];
    await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
    await join(api, id);
    await leave(api, ada['id']);
    await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
    expect(await api.refused(JOIN, { input: { sessionId: id, kind: 'AI', name: 'Eve' } })).toMatchObject({
      extensions: { code: 'SESSION_ENDED' },
    });
    expect(await api.refused(LEAVE, { id: bob['id'] })).toMatchObject({ extensions: { code: 'SESSION_ENDED' } });
    expect((await contextOf(api, id))['ever']).toHaveLength(3);
  });

  it.each([
    ['an empty name', { name: '' }, 'BAD_USER_INPUT'],
    ['a name of 201 characters', { name: '😀'.repeat(201) }, 'BAD_USER_INPUT'],
    ['U+0000', { name: 'nul \u0000' }, 'BAD_USER_INPUT'],
    ['a kind that is none', { kind: 'ROBOT' }, 'BAD_USER_INPUT'],
    ['metadata that is no object', { metadata: [] }, 'BAD_USER_INPUT'],
    ['metadata of more than 256 KiB', { metadata: { k: 'x'.repeat(256 * 1_024 - 7) } }, 'PAYLOAD_TOO_LARGE'],
  ])('M6: with %s are refused', async (_name, bad, code) => {
    const { id } = await makeSession(api);
    const input = { sessionId: id, kind: 'HUMAN', name: 'Ada', ...bad };
    expect(await api.refused(JOIN, { input })).toMatchObject({ extensions: { code } });
    expect((await contextOf(api, id))['ever']).toEqual([]);
  });

  it('M6: may have a name of 200 characters and 256 KiB of metadata', async () => {
    const { id } = await makeSession(api);
    const most = { name: '😀'.repeat(200), metadata: { k: 'x'.repeat(256 * 1_024 - 8) } };
    expect(await join(api, id, most)).toMatchObject(most);
  });

  it('are at most 1,000 at a time; who leaves makes room', async () => {
    const { id } = await makeSession(api);
    await api.rows(
      `INSERT INTO participant (id, session_id, kind, name, metadata, joined_at, joined_seq)
       SELECT uuidv7(), $1, 'human', n::text, '{}', now(), n FROM generate_series(1, 999) n`,
      [id],
    );
    const last = await join(api, id);
    expect(await api.refused(JOIN, { input: { sessionId: id, kind: 'HUMAN', name: 'Eve' } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    await leave(api, last['id']);
    expect(await join(api, id, { name: 'Eve' })).toMatchObject({ name: 'Eve' });
  });
});
