import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  attempt,
  deleteSession,
  eventsOf,
  listSessions,
  readSession,
  refuse,
  touch,
  type Act,
} from '../testing/acts.js';
import { eventTypes, identity, makeSession, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const clock = new StillClock(new Date('2026-06-01T08:00:00.000Z'));
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

const tick = (ms = 1_000): string => {
  clock.set(new Date(clock.now().getTime() + ms));
  return clock.now().toISOString();
};

const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const ended = async (): Promise<string> => {
  const { id } = await makeSession(api);
  await act(api, 'endSession', { id });
  return id;
};
const paused = async (): Promise<string> => {
  const { id } = await makeSession(api);
  await act(api, 'pauseSession', { id });
  return id;
};
const LIFE: readonly Act[] = ['updateSession', 'pauseSession', 'resumeSession', 'endSession'];

describe('a session’s life', () => {
  it('S3 E1: goes ACTIVE, PAUSED, ACTIVE, ENDED, each with its event and the moment of it', async () => {
    const { id } = await makeSession(api);
    const pausedAt = tick();
    expect(await act(api, 'pauseSession', { id })).toMatchObject({
      status: 'PAUSED',
      seq: 2,
      lastActivityAt: pausedAt,
      idleAt: null,
    });
    tick();
    expect(await act(api, 'resumeSession', { id })).toMatchObject({ status: 'ACTIVE', seq: 3, endedAt: null });
    const endedAt = tick(500);
    expect(await act(api, 'endSession', { id, reason: 'TERMINATED' })).toMatchObject({
      status: 'ENDED',
      seq: 4,
      endedAt,
      endReason: 'TERMINATED',
      idleAt: null,
      durationSeconds: 2,
      lastActivityAt: endedAt,
    });
    expect(await eventsOf(api, id)).toMatchObject([
      { type: 'SESSION_STARTED', seq: 1, actor_kind: 'app', stack: ['getOrCreateSession'] },
      {
        type: 'SESSION_PAUSED',
        seq: 2,
        payload: { reason: 'REQUESTED' },
        stack: ['pauseSession'],
        platform: 'telegram',
      },
      { type: 'SESSION_RESUMED', seq: 3, payload: {}, stack: ['resumeSession'] },
      { type: 'SESSION_ENDED', seq: 4, payload: { reason: 'TERMINATED' }, stack: ['endSession'] },
    ]);
  });

  it('S3 E1: a step that is done already changes nothing and writes no event', async () => {
    const { id } = await makeSession(api);
    const active = await readSession(api, id);
    tick();
    expect(await act(api, 'resumeSession', { id })).toEqual({ ...active, durationSeconds: 1 });
    const pausing = await act(api, 'pauseSession', { id });
    tick();
    expect(await act(api, 'pauseSession', { id })).toEqual({ ...pausing, durationSeconds: 2 });
    const ending = await act(api, 'endSession', { id });
    tick();
    expect(await act(api, 'endSession', { id, reason: 'TERMINATED' })).toEqual(ending);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'SESSION_PAUSED', 'SESSION_ENDED']);
  });

  it.each(['COMPLETED', 'EXPIRED', 'DISCONNECTED', 'REPLACED', 'TERMINATED'])(
    'S3: ends with the reason %s',
    async (reason) => {
      const { id } = await makeSession(api);
      expect(await act(api, 'endSession', { id, reason })).toMatchObject({ endReason: reason });
    },
  );

  it('S3: ends with COMPLETED where no reason is given, or null', async () => {
    for (const input of [{}, { reason: null }]) {
      const { id } = await makeSession(api);
      expect(await act(api, 'endSession', { id, ...input })).toMatchObject({ endReason: 'COMPLETED' });
    }
  });

  it('S3: every write on an ended session is SESSION_ENDED and writes nothing, but deleting it works', async () => {
    const id = await ended();
    const before = await eventsOf(api, id);
    const writes = [
      await refuse(api, 'updateSession', { id, title: 'No' }),
      await refuse(api, 'pauseSession', { id }),
      await refuse(api, 'resumeSession', { id }),
      await refuse(api, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'No' } }),
      await refuse(api, 'setVariable', { target: { sessionId: id }, name: 'a', value: 1 }),
      await api.refused('mutation ($id: ID!) { touchSession(id: $id) { id } }', { id }),
      await api.refused('mutation ($id: ID!) { addNotebook(sessionId: $id, notebook: "n") { id } }', { id }),
      await api.refused('mutation ($id: ID!) { clearCurrentTask(sessionId: $id) { id } }', { id }),
    ];
    expect(writes.map(({ extensions }) => extensions.code)).toEqual(writes.map(() => 'SESSION_ENDED'));
    expect(writes[0]?.message).toContain(id);
    expect(await eventsOf(api, id)).toEqual(before);
    expect(await deleteSession(api, id)).toBe(true);
  });

  it('S4: a paused session refuses messages and takes late results', async () => {
    const id = await paused();
    const { extensions } = await refuse(api, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'No' } });
    expect(extensions.code).toBe('SESSION_PAUSED');
    await act(api, 'setVariable', { target: { sessionId: id }, name: 'result', value: 1 });
    await act(api, 'updateSession', { id, title: 'Late' });
    await touch(api, id);
    expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED', title: 'Late', seq: 4 });
    expect(await act(api, 'endSession', { id })).toMatchObject({ status: 'ENDED' });
  });

  it('S5: resuming beside an active session is SESSION_CONFLICT, names it, and changes neither', async () => {
    const user = identity();
    const first = await makeSession(api, { user });
    await act(api, 'pauseSession', { id: first.id });
    const second = await makeSession(api, { user, resumePaused: false });
    const { extensions, message } = await refuse(api, 'resumeSession', { id: first.id });
    expect(extensions).toMatchObject({ code: 'SESSION_CONFLICT', activeSessionId: second.id });
    expect(message).toContain(second.id);
    expect(await readSession(api, first.id)).toMatchObject({ status: 'PAUSED', seq: 2 });
    expect(await readSession(api, second.id)).toMatchObject({ status: 'ACTIVE', seq: 1 });
    await act(api, 'endSession', { id: second.id });
    expect(await act(api, 'resumeSession', { id: first.id })).toMatchObject({ status: 'ACTIVE' });
  });

  it('S3 E1: takes the mutations of one request one after the other, in the order in which they stand', async () => {
    const { id } = await makeSession(api);
    const input = `input: { id: "${id}" }`;
    const steps = await api.ok(`mutation {
      a: pauseSession(${input}) { status } b: resumeSession(${input}) { status } c: pauseSession(${input}) { status }
      d: resumeSession(${input}) { status } e: endSession(${input}) { status } f: deleteSession(id: "${id}")
    }`);
    const status = Object.values(steps).map((step) => (step as { status?: string }).status ?? step);
    expect(status).toEqual(['PAUSED', 'ACTIVE', 'PAUSED', 'ACTIVE', 'ENDED', true]);
  });

  it('S6: every write touches lastActivityAt, and no read does', async () => {
    const { id, slug, userId } = await makeSession(api);
    const writes = [
      () => touch(api, id),
      () => act(api, 'updateSession', { id, title: unique('title') }),
      () => act(api, 'updateSession', { id }),
      () => act(api, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'hi' } }),
      () => act(api, 'setVariable', { target: { sessionId: id }, name: 'a', value: 1 }),
      () => act(api, 'pauseSession', { id }),
      () => act(api, 'resumeSession', { id }),
      () => act(api, 'endSession', { id }),
    ];
    for (const write of writes) {
      const now = tick();
      await write();
      expect(await readSession(api, id)).toMatchObject({ lastActivityAt: now });
      tick();
      await api.ok(
        'query ($slug: String) { session(slug: $slug) { messages { nodes { id } } variables { name } user { id } } }',
        { slug },
      );
      await listSessions(api, { filter: { userId } });
      expect(await readSession(api, id)).toMatchObject({ lastActivityAt: now });
    }
  });

  it('S6: a node whose clock is behind does not move lastActivityAt back', async () => {
    const behind = await startTestApi({ clock: new StillClock(new Date(clock.now().getTime() - 60_000)), beside: api });
    const user = identity();
    const { id } = await makeSession(api, { user });
    const { lastActivityAt } = (await readSession(api, id)) ?? {};
    await touch(behind, id);
    await act(behind, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'hi' } });
    await act(behind, 'getOrCreateSession', { user, platform: 'telegram' });
    await act(behind, 'getOrCreateSession', { user, platform: 'telegram', idempotencyKey: unique('key') });
    await act(behind, 'updateSession', { id, title: 'Two' });
    await act(behind, 'pauseSession', { id });
    expect(await readSession(api, id)).toMatchObject({ lastActivityAt, seq: 4 });
    await behind.stop();
  });

  it('S6 E1: touchSession moves lastActivityAt and nothing else', async () => {
    const { id } = await makeSession(api);
    const before = await readSession(api, id);
    const now = tick(60_000);
    const idleAt = new Date(Date.parse(now) + 3_600_000).toISOString();
    expect(await touch(api, id)).toEqual({ ...before, lastActivityAt: now, idleAt, durationSeconds: 60 });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
  });
});

describe('what every mutation of a session can answer', () => {
  it.each(LIFE)('S13: %s of an unknown session is NOT_FOUND, also where the id is no UUID', async (name) => {
    for (const id of [UNKNOWN, 'nothing', '', '../x', "'; --"]) {
      const { extensions, message } = await refuse(api, name, { id });
      expect(extensions.code).toBe('NOT_FOUND');
      expect(message).toBe(`Session ${id} not found.`);
    }
  });

  it('S13: touchSession is NOT_FOUND, deleteSession false and the query null for an unknown id', async () => {
    for (const id of [UNKNOWN, 'nothing', '']) {
      const { extensions } = await api.refused('mutation ($id: ID!) { touchSession(id: $id) { id } }', { id });
      expect(extensions.code).toBe('NOT_FOUND');
      expect(await deleteSession(api, id)).toBe(false);
      expect(await readSession(api, id)).toBeNull();
    }
    expect((await api.ok('{ session(slug: "no-such-slug") { id } }'))['session']).toBeNull();
    expect((await api.ok('{ session(slug: "../\\"") { id } }'))['session']).toBeNull();
  });

  it('S13: an id is the same in any case', async () => {
    const { id } = await makeSession(api);
    expect(await readSession(api, id.toUpperCase())).toMatchObject({ id });
    expect(await act(api, 'pauseSession', { id: id.toUpperCase() })).toMatchObject({ id, status: 'PAUSED' });
    expect(await act(api, 'resumeSession', { id: id.toUpperCase() })).toMatchObject({ id, status: 'ACTIVE' });
    expect(await deleteSession(api, id.toUpperCase())).toBe(true);
  });

  it('asks for exactly one of id and slug', async () => {
    for (const args of ['', '(id: null)', '(id: null, slug: null)', `(id: "${UNKNOWN}", slug: "a")`]) {
      const { extensions } = await api.refused(`{ session${args} { id } }`);
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' });
    }
  });

  it.each(LIFE)('V1: %s with another expectedSeq is VERSION_CONFLICT, with the right one it is done', async (name) => {
    const { id } = await makeSession(api);
    for (const expectedSeq of [0, 2, -1, 2_147_483_647]) {
      const { extensions } = await refuse(api, name, { id, expectedSeq });
      expect(extensions).toMatchObject({ code: 'VERSION_CONFLICT', currentSeq: 1 });
    }
    expect(await attempt(api, name, { id, expectedSeq: 1 })).toMatchObject({ code: null });
  });

  it('V1: of 12 parallel writers with one expectation exactly one wins, and the others are told where it is', async () => {
    const { id } = await makeSession(api);
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        attempt(api, 'updateSession', { id, title: `Title ${at}`, expectedSeq: 1 }),
      ),
    );
    expect(tries.filter(({ code }) => code === null)).toHaveLength(1);
    expect(tries.filter(({ code }) => code === 'VERSION_CONFLICT')).toHaveLength(11);
    expect(await readSession(api, id)).toMatchObject({ seq: 2 });
  });
});
