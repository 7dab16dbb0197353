import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  activeSession,
  attempt,
  deleteSession,
  eventsOf,
  listSessions,
  readSession,
  refuse,
  touch,
} from '../testing/acts.js';
import { eventTypes, identity, makeSession, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const later = (ms: number): Date => new Date(START.getTime() + ms);
/** The moment at which a session of START with a time-out of 60 seconds falls due. */
const DUE = later(60_000);
const PAST_DUE = later(60_001);

const clock = new StillClock(START);
let api: TestApi;
let other: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
  other = await startTestApi({ clock, beside: api });
});
afterAll(async () => {
  await other.stop();
  await api.stop();
});

/** A session that began at START and falls due a minute later. */
async function idling(
  idleAction: 'PAUSE' | 'END' = 'PAUSE',
  input: object = {},
): Promise<{ id: string; user: object; slug: string }> {
  clock.set(START);
  const user = identity();
  const { id, slug } = await makeSession(api, { user, idleTimeoutSeconds: 60, idleAction, ...input });
  return { id, user, slug };
}

const stored = async (id: string): Promise<Record<string, any>> =>
  (await api.rows('SELECT * FROM session WHERE id = $1', [id]))[0] ?? {};

describe('a session that nobody writes to', () => {
  it('S7: is ACTIVE at the moment it falls due and PAUSED a millisecond later', async () => {
    const { id } = await idling();
    clock.set(DUE);
    expect(await readSession(api, id)).toMatchObject({ status: 'ACTIVE', seq: 1, idleAt: DUE.toISOString() });
    clock.set(PAST_DUE);
    expect(await readSession(api, id)).toMatchObject({
      status: 'PAUSED',
      seq: 2,
      idleAt: null,
      lastActivityAt: START.toISOString(),
    });
  });

  it('S7: with END is over, EXPIRED, as of the moment it fell due', async () => {
    const { id } = await idling('END');
    clock.set(later(86_400_000));
    expect(await readSession(api, id)).toMatchObject({
      status: 'ENDED',
      endReason: 'EXPIRED',
      endedAt: DUE.toISOString(),
      durationSeconds: 60,
      lastActivityAt: START.toISOString(),
    });
  });

  it('S7 E1: has one event, at the moment it fell due, by the system, however late and by whom it is noticed', async () => {
    const { id } = await idling();
    clock.set(later(7_200_000));
    await readSession(api, id);
    const [, event] = await eventsOf(api, id);
    expect(event).toMatchObject({
      type: 'SESSION_PAUSED',
      seq: 2,
      at: DUE,
      payload: { reason: 'IDLE' },
      actor_kind: 'system',
    });
    expect((await stored(id))['paused_at']).toEqual(DUE);
  });

  it('S7: has one event where 40 readers and writers on two nodes notice at the same time', async () => {
    for (const action of ['PAUSE', 'END'] as const) {
      const { id, user, slug } = await idling(action);
      clock.set(PAST_DUE);
      const notice: ((node: TestApi) => Promise<unknown>)[] = [
        (node) => readSession(node, id),
        (node) => node.ok('query ($slug: String) { session(slug: $slug) { status } }', { slug }),
        (node) => activeSession(node, user),
        (node) => attempt(node, 'pauseSession', { id }),
        (node) => node.app.sweeper.sweep(),
      ];
      const all = Array.from({ length: 8 }, (_, at) => notice.map((look) => look(at % 2 === 0 ? api : other)));
      await Promise.all(all.flat());
      expect(await eventTypes(api, id)).toEqual([
        'SESSION_STARTED',
        action === 'END' ? 'SESSION_ENDED' : 'SESSION_PAUSED',
      ]);
    }
  });

  it('S7: never goes idle with a time-out of 0', async () => {
    const { id } = await idling('PAUSE', { idleTimeoutSeconds: 0 });
    clock.set(later(400 * 86_400_000));
    expect(await readSession(api, id)).toMatchObject({ status: 'ACTIVE', idleAt: null, idleTimeoutSeconds: 0 });
    await api.app.sweeper.sweep();
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
  });

  it('S7: waits an hour and pauses unless something else is said', async () => {
    clock.set(START);
    const { id } = await makeSession(api);
    expect(await readSession(api, id)).toMatchObject({ idleTimeoutSeconds: 3_600, idleAction: 'PAUSE' });
    clock.set(later(3_600_001));
    expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED' });
  });

  it('S7: is found idle by its slug and as the active session, too', async () => {
    const { slug, user } = await idling();
    clock.set(DUE);
    expect(await activeSession(api, user)).toMatchObject({ slug });
    clock.set(PAST_DUE);
    expect(await activeSession(api, user)).toBeNull();
    const bySlug = await api.ok('query ($slug: String) { session(slug: $slug) { status } }', { slug });
    expect(bySlug['session']).toEqual({ status: 'PAUSED' });
  });
});

describe('a write in a session that has gone idle', () => {
  const message = (sessionId: string): object => ({ sessionId, message: { role: 'USER', content: 'hello' } });

  it('S4 S6 S7: counts at the moment it falls due, and is refused a millisecond later', async () => {
    const { id } = await idling();
    clock.set(DUE);
    await act(api, 'addMessage', message(id));
    clock.set(later(120_000));
    await act(api, 'addMessage', message(id));
    clock.set(later(180_001));
    expect((await refuse(api, 'addMessage', message(id))).extensions.code).toBe('SESSION_PAUSED');
    expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED', messageCount: 2 });
  });

  it('S7: touching, updating and setting a variable do not revive it', async () => {
    const { id } = await idling();
    clock.set(PAST_DUE);
    expect(await touch(api, id)).toMatchObject({ status: 'PAUSED', lastActivityAt: PAST_DUE.toISOString() });
    const updated = await act(api, 'updateSession', { id, idleTimeoutSeconds: 600, title: 'Still idle' });
    expect(updated).toMatchObject({ status: 'PAUSED', title: 'Still idle' });
    await act(api, 'setVariable', { target: { sessionId: id }, name: 'a', value: 1 });
    expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED' });
    const types = ['SESSION_STARTED', 'SESSION_PAUSED', 'SESSION_UPDATED', 'VARIABLE_SET'];
    expect(await eventTypes(api, id)).toEqual(types);
  });

  it('S3 S7: is SESSION_ENDED where it ends by itself, and writes nothing', async () => {
    const { id } = await idling('END');
    clock.set(PAST_DUE);
    const codes = [
      (await refuse(api, 'addMessage', message(id))).extensions.code,
      (await refuse(api, 'updateSession', { id, title: 'Late' })).extensions.code,
      (await refuse(api, 'pauseSession', { id })).extensions.code,
      (await refuse(api, 'resumeSession', { id })).extensions.code,
      (await refuse(api, 'setVariable', { target: { sessionId: id }, name: 'a', value: 1 })).extensions.code,
    ];
    expect(new Set(codes)).toEqual(new Set(['SESSION_ENDED']));
    expect(await act(api, 'endSession', { id, reason: 'COMPLETED' })).toMatchObject({ endReason: 'EXPIRED', seq: 2 });
  });

  it('S7: pausing it adds nothing, resuming it makes it ACTIVE with both events', async () => {
    const { id } = await idling();
    clock.set(PAST_DUE);
    expect(await act(api, 'pauseSession', { id })).toMatchObject({ status: 'PAUSED', seq: 2 });
    expect((await eventsOf(api, id))[1]).toMatchObject({ at: DUE, payload: { reason: 'IDLE' } });
    const resumed = await act(api, 'resumeSession', { id });
    expect(resumed).toMatchObject({ status: 'ACTIVE', seq: 3, lastActivityAt: PAST_DUE.toISOString() });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'SESSION_PAUSED', 'SESSION_RESUMED']);
  });

  it('S7: expects the seq that the clock has made of it', async () => {
    const { id } = await idling();
    clock.set(PAST_DUE);
    const { extensions } = await refuse(api, 'resumeSession', { id, expectedSeq: 1 });
    expect(extensions).toMatchObject({ code: 'VERSION_CONFLICT', currentSeq: 2 });
    expect(await act(api, 'resumeSession', { id, expectedSeq: 2 })).toMatchObject({ seq: 3 });
  });

  it('S7: deleting it works like deleting any', async () => {
    const { id } = await idling('END');
    clock.set(PAST_DUE);
    expect(await deleteSession(api, id)).toBe(true);
    expect(await readSession(api, id)).toBeNull();
  });
});

describe('opening where a session has gone idle', () => {
  it('S2 S7: finds it at the moment it falls due, and resumes it a millisecond later', async () => {
    const { id, user } = await idling();
    clock.set(DUE);
    const found = await act(api, 'getOrCreateSession', { user, platform: 'telegram' });
    expect(found).toMatchObject({ created: false, resumed: false, session: { id } });
    clock.set(later(120_001));
    const resumed = await act(api, 'getOrCreateSession', { user, platform: 'telegram' });
    expect(resumed).toMatchObject({ created: false, resumed: true, session: { id, status: 'ACTIVE', seq: 3 } });
    const [, paused, back] = await eventsOf(api, id);
    expect([paused?.['at'], back?.['at']]).toEqual([later(120_000), later(120_001)]);
  });

  it('S2 S7: creates another where the idle one has ended, or is not to be resumed', async () => {
    for (const [action, resumePaused] of [
      ['END', true],
      ['PAUSE', false],
    ] as const) {
      const { id, user } = await idling(action);
      clock.set(PAST_DUE);
      const opened = await act(api, 'getOrCreateSession', { user, platform: 'telegram', resumePaused });
      expect(opened).toMatchObject({ created: true, resumed: false });
      expect(opened['session'].id).not.toBe(id);
      expect((await stored(id))['status']).toBe(action === 'END' ? 'ended' : 'paused');
    }
  });

  it('S5 S7: an idle one is no conflict, neither for creating nor for resuming', async () => {
    const first = await idling();
    await act(api, 'pauseSession', { id: first.id });
    const second = await makeSession(api, { user: first.user, resumePaused: false, idleTimeoutSeconds: 60 });
    expect((await refuse(api, 'resumeSession', { id: first.id })).extensions['activeSessionId']).toBe(second.id);
    clock.set(PAST_DUE);
    expect(await act(api, 'resumeSession', { id: first.id })).toMatchObject({ status: 'ACTIVE' });
    expect((await stored(second.id))['status']).toBe('paused');
    clock.set(later(3_700_000 + 60_000));
    const third = await act(api, 'createSession', { user: first.user, platform: 'telegram' });
    expect(third).toMatchObject({ status: 'ACTIVE' });
  });

  it('I1 S7: a repeated answer shows the session as it is by the clock', async () => {
    const { id, user } = await idling();
    const [opening, pausing] = [
      { user, platform: 'telegram', idempotencyKey: unique('key') },
      { id, idempotencyKey: unique('key') },
    ];
    await act(api, 'getOrCreateSession', opening);
    await act(api, 'resumeSession', pausing);
    clock.set(PAST_DUE);
    expect(await act(api, 'getOrCreateSession', opening)).toMatchObject({ session: { id, status: 'PAUSED' } });
    const again = await idling();
    const resuming = { id: again.id, idempotencyKey: unique('key') };
    await act(api, 'resumeSession', resuming);
    clock.set(PAST_DUE);
    expect(await act(api, 'resumeSession', resuming)).toMatchObject({ id: again.id, status: 'PAUSED' });
  });
});

describe('lists of sessions', () => {
  it('S7: follow the clock with the next sweep', async () => {
    const { id } = await idling();
    clock.set(PAST_DUE);
    const userId = (await stored(id))['user_id'] as string;
    await api.app.sweeper.sweep();
    expect((await listSessions(api, { filter: { userId, status: ['ACTIVE'] } })).ids).toEqual([]);
    expect((await listSessions(api, { filter: { userId, status: ['PAUSED'] } })).ids).toEqual([id]);
  });

  it('S7: a sweep writes down more idle sessions of several time-outs than one look finds, each once', async () => {
    clock.set(START);
    const { userId } = await makeSession(api);
    await api.rows(
      `WITH s AS (
         INSERT INTO session (id, user_id, platform, key, environment, kind, status, seq, message_count, started_at, last_activity_at, idle_timeout_seconds, idle_action)
         SELECT gen_random_uuid(), $1, 'bulk', n::text, 'server', 'conversation', 'active', 0, 0, $2, $2, 30 * (n % 3 + 1), 'pause' FROM generate_series(1, 780) n
         RETURNING id
       ) INSERT INTO session_detail (session_id, slug, metadata, search) SELECT id, id::text, '{}', '' FROM s`,
      [userId, START],
    );
    clock.set(later(60_001));
    await Promise.all([api.app.sweeper.sweep(), other.app.sweeper.sweep()]);
    const counts = await api.rows(
      "SELECT status, seq, count(*)::int AS n FROM session WHERE platform = 'bulk' GROUP BY 1, 2 ORDER BY 1",
      [],
    );
    expect(counts).toEqual([
      { status: 'active', seq: 0, n: 260 },
      { status: 'paused', seq: 1, n: 520 },
    ]);
  });
});
