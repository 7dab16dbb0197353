import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLEAR_TASK, contextOf, SET_TASK, setTask } from '../testing/context-calls.js';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';
const FULL = {
  id: 'order-1',
  description: 'Order a table',
  status: 'IN_PROGRESS',
  progress: 0.25,
  data: { z: 1, a: [null, { k: '😀' }] },
  startedAt: '2026-01-01T00:00:00.001Z',
  completedAt: '2026-01-01T00:00:00.001Z',
};

describe('the current task', () => {
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

  const current = async (id: string): Promise<unknown> => (await contextOf(api, id))['currentTask'];

  it('V6: is the one that was set, and comes back as given', async () => {
    const { id } = await makeSession(api);
    expect(await current(id)).toBeNull();
    expect(await setTask(api, id, FULL)).toEqual(FULL);
    expect(await current(id)).toEqual(FULL);
    expect(JSON.stringify((await contextOf(api, id))['currentTask'].data)).toBe(JSON.stringify(FULL.data));
  });

  it('V6: set with the same id is updated: what is not given stays, what is null goes', async () => {
    const { id } = await makeSession(api);
    await setTask(api, id, FULL);
    const update = { id: FULL.id, description: 'Still ordering', status: 'IN_PROGRESS' };
    expect(await setTask(api, id, update)).toEqual({ ...FULL, ...update });
    expect(await setTask(api, id, { ...update, progress: 1, data: 0 })).toEqual({
      ...FULL,
      ...update,
      progress: 1,
      data: 0,
    });
    const bare = { progress: null, data: null, startedAt: null, completedAt: null };
    expect(await setTask(api, id, { ...update, ...bare })).toEqual({ ...update, ...bare });
    expect(await setTask(api, id, update)).toEqual({ ...update, ...bare });
  });

  it('V6: set with another id is replaced: nothing of the one before stays', async () => {
    const { id } = await makeSession(api);
    await setTask(api, id, FULL);
    const next = { id: 'order-2', description: 'Order a cab', status: 'PENDING' };
    expect(await setTask(api, id, next)).toEqual({
      ...next,
      progress: null,
      data: null,
      startedAt: null,
      completedAt: null,
    });
    expect(await api.rows('SELECT id FROM task WHERE session_id = $1', [id])).toEqual([{ id: 'order-2' }]);
  });

  it('V6: of parallel ones on two nodes one is current, whole', async () => {
    const { id } = await makeSession(api);
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        setTask(at % 2 === 0 ? api : other, id, { id: `task ${at}`, description: `${at}`, data: at }),
      ),
    );
    const task = (await contextOf(api, id))['currentTask'];
    expect(task).toMatchObject({ id: `task ${task.data}`, description: `${task.data}` });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', ...Array.from({ length: 20 }, () => 'TASK_SET')]);
    const last = await api.rows('SELECT payload FROM event WHERE session_id = $1 AND seq = 21', [id]);
    expect(last).toMatchObject([{ payload: { taskId: task.id } }]);
  });

  it('V6 E1: each setting and clearing has its event; clearing nothing has none', async () => {
    const { id } = await makeSession(api);
    await setTask(api, id, FULL);
    await api.ok(CLEAR_TASK, { sessionId: id });
    expect((await api.ok(CLEAR_TASK, { sessionId: id }))['clearCurrentTask']).toMatchObject({
      currentTask: null,
      seq: 3,
    });
    expect(
      await api.rows('SELECT type, payload FROM event WHERE session_id = $1 AND seq > 1 ORDER BY seq', [id]),
    ).toEqual([
      {
        type: 'TASK_SET',
        payload: { taskId: 'order-1', description: 'Order a table', status: 'IN_PROGRESS', progress: 0.25 },
      },
      { type: 'TASK_CLEARED', payload: { taskId: 'order-1' } },
    ]);
    expect(await setTask(api, id, { id: FULL.id })).toMatchObject({ progress: null, data: null });
  });

  it('I1 I2: is set once under one key, and another input is IDEMPOTENCY_MISMATCH', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => setTask(at % 2 === 0 ? api : other, id, { ...FULL, idempotencyKey })),
    );
    await setTask(api, id, { id: 'later' });
    // The session around it is answered as it is now.
    expect(await setTask(api, id, { ...FULL, idempotencyKey })).toMatchObject({ id: 'later' });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'TASK_SET', 'TASK_SET']);
    const input = { sessionId: id, ...FULL, description: 'Another', idempotencyKey };
    expect(await api.refused(SET_TASK, { input })).toMatchObject({ extensions: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  it('S3 S4 S13: answers NOT_FOUND and SESSION_ENDED, and is taken while the session is paused', async () => {
    const { id } = await makeSession(api);
    const input = { id: 't', description: 'x', status: 'PENDING' };
    const refused = (sessionId: string): Promise<unknown[]> =>
      Promise.all([api.refused(SET_TASK, { input: { ...input, sessionId } }), api.refused(CLEAR_TASK, { sessionId })]);
    for (const unknown of [UNKNOWN, 'nonsense', ''])
      expect(await refused(unknown)).toMatchObject([
        { extensions: { code: 'NOT_FOUND' } },
        { extensions: { code: 'NOT_FOUND' } },
      ]);
    await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
    await setTask(api, id, input);
    await api.ok(CLEAR_TASK, { sessionId: id });
    await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
    expect(await refused(id)).toMatchObject([
      { extensions: { code: 'SESSION_ENDED' } },
      { extensions: { code: 'SESSION_ENDED' } },
    ]);
  });

  it.each([
    ['id', { id: '' }],
    ['id', { id: '😀'.repeat(201) }],
    ['description', { description: 'x'.repeat(10_001) }],
    ['progress', { progress: -0.01 }],
    ['progress', { progress: 1.01 }],
    ['completedAt', { startedAt: '2026-01-01T00:00:00.001Z', completedAt: '2026-01-01T00:00:00Z' }],
  ])('V6: answers BAD_USER_INPUT for a bad %s, and names it', async (field, bad) => {
    const { id } = await makeSession(api);
    await setTask(api, id, FULL);
    const refusal = await api.refused(SET_TASK, { input: { sessionId: id, ...FULL, ...bad } });
    expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: `input.${field}` });
    expect(await current(id)).toEqual(FULL);
  });

  it('V6: answers BAD_USER_INPUT for what is no task at all', async () => {
    const { id } = await makeSession(api);
    for (const bad of [
      { status: 'DONE' },
      { progress: '1' },
      { data: { k: '\u0000' } },
      { startedAt: '2026-02-30T00:00:00Z' },
      { description: null },
      { id: null },
    ])
      expect(await api.refused(SET_TASK, { input: { sessionId: id, ...FULL, ...bad } })).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
      });
  });

  it('V6: takes 256 KiB of data, 10,000 characters of description and an id of 200, and answers PAYLOAD_TOO_LARGE for more data', async () => {
    const { id } = await makeSession(api);
    const most = {
      id: '😀'.repeat(200),
      description: '😀'.repeat(10_000),
      data: 'x'.repeat(256 * 1_024 - 2),
      progress: 1,
    };
    expect(await setTask(api, id, most)).toMatchObject(most);
    const input = { sessionId: id, ...FULL, data: `${most.data}x` };
    expect(await api.refused(SET_TASK, { input })).toMatchObject({
      extensions: { code: 'PAYLOAD_TOO_LARGE', field: 'input.data' },
    });
  });
});
