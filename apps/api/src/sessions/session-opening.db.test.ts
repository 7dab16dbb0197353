import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  activeSession,
  attempt,
  countDeadlocks,
  eventsOf,
  holdSession,
  readSession,
  refuse,
  untilWaiting,
} from '../testing/acts.js';
import { eventTypes, identity, makeSession, makeUser, unique } from '../testing/make.js';
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

/** Calls on two nodes in turn, all at once. */
const atOnce = <Result>(count: number, call: (node: TestApi, at: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => call(at % 2 === 0 ? api : other, at)));

const activeAt = (userId: string): Promise<Record<string, any>[]> =>
  api.rows("SELECT id FROM session WHERE user_id = $1 AND status = 'active'", [userId]);

describe('getOrCreateSession', () => {
  it('S2 U1: of 40 parallel calls on two nodes for an unknown person, one creates user and session and none fails', async () => {
    const input = { user: identity(), platform: 'telegram' };
    const opened = await atOnce(40, (node) => act(node, 'getOrCreateSession', input));
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(opened.map(({ session }) => session.id)).size).toBe(1);
    expect(new Set(opened.map(({ session }) => session.userId)).size).toBe(1);
    const { externalId } = input.user.identity;
    expect(await api.rows('SELECT * FROM identity WHERE external_id = $1', [externalId])).toHaveLength(1);
    expect(await eventTypes(api, opened[0]?.['session'].id)).toEqual(['SESSION_STARTED']);
  });

  it('S2: of 30 parallel calls that find a paused session, one resumes it and none creates another', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    await act(api, 'pauseSession', { id });
    const opened = await atOnce(30, (node) => act(node, 'getOrCreateSession', { user, platform: 'telegram' }));
    expect(opened.filter(({ resumed }) => resumed)).toHaveLength(1);
    expect(opened.every(({ session, created }) => session.id === id && !created)).toBe(true);
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED', 'SESSION_PAUSED', 'SESSION_RESUMED']);
  });

  it('S1 S2: sessions under other keys, on other platforms and of other users are others', async () => {
    const user = identity();
    const first = await makeSession(api, { user });
    const others = await Promise.all([
      makeSession(api, { user, key: 'tab-2' }),
      makeSession(api, { user, platform: 'web' }),
      makeSession(api),
    ]);
    expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(4);
    expect(others.every(({ status }) => status === 'ACTIVE')).toBe(true);
  });

  it('S1 S2: fails for nobody while the same session is paused, resumed, ended and opened again all the time', async () => {
    const user = identity();
    const { userId } = await makeSession(api, { user });
    const codes = await atOnce(60, async (node, at) => {
      if (at % 3 === 0) return (await attempt(node, 'getOrCreateSession', { user, platform: 'telegram' })).code;
      const [now] = await api.rows('SELECT id FROM session WHERE user_id = $1 ORDER BY id DESC LIMIT 1', [userId]);
      const life = (['pauseSession', 'resumeSession', 'pauseSession', 'endSession'] as const)[at % 4] ?? 'pauseSession';
      return (await attempt(node, life, { id: now?.['id'] })).code;
    });
    expect(codes.filter((_, at) => at % 3 === 0).every((code) => code === null)).toBe(true);
    const refused = new Set(codes.filter((code) => code !== null));
    expect([...refused].filter((code) => !['SESSION_ENDED', 'SESSION_CONFLICT'].includes(code))).toEqual([]);
    expect((await activeAt(userId)).length).toBeLessThanOrEqual(1);
    expect(await countDeadlocks(api)).toBe(0);
  });

  it('S2: waits for somebody who is resuming, and takes what they resumed', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    await act(api, 'pauseSession', { id });
    const letGo = await holdSession(api, id);
    const resuming = attempt(other, 'resumeSession', { id });
    await untilWaiting(api, 1);
    const opening = attempt(api, 'getOrCreateSession', { user, platform: 'telegram' });
    await untilWaiting(api, 2);
    await letGo();
    expect((await resuming).code).toBeNull();
    expect(await opening).toMatchObject({ code: null, done: { created: false, resumed: false, session: { id } } });
  });

  it('S12: leaves slug, title, metadata, kind and timeouts of the session that it finds or resumes as they are', async () => {
    const user = identity();
    const slug = unique('first');
    const given = { slug, title: 'First', metadata: { a: 1 }, idleTimeoutSeconds: 60, idleAction: 'END', kind: 'game' };
    const { id } = await makeSession(api, { user, ...given });
    const more = {
      slug: unique('second'),
      title: 'Second',
      metadata: { b: 2 },
      idleTimeoutSeconds: 9,
      idleAction: 'PAUSE',
    };
    const found = await act(api, 'getOrCreateSession', { user, platform: 'telegram', ...more });
    expect(found).toMatchObject({ created: false, resumed: false, session: { id, ...given, seq: 1 } });
    await act(api, 'pauseSession', { id });
    const resumed = await act(api, 'getOrCreateSession', { user, platform: 'telegram', ...more });
    expect(resumed).toMatchObject({ created: false, resumed: true, session: { id, ...given, seq: 3 } });
  });

  it('S12: resumes the latest of several paused sessions, and leaves it with resumePaused: false', async () => {
    const user = identity();
    const [first, second] = [await makeSession(api, { user }), { id: '' }];
    await act(api, 'pauseSession', { id: first.id });
    second.id = (await makeSession(api, { user, resumePaused: false })).id;
    expect(second.id).not.toBe(first.id);
    await act(api, 'pauseSession', { id: second.id });
    const resumed = await act(api, 'getOrCreateSession', { user, platform: 'telegram' });
    expect(resumed).toMatchObject({ resumed: true, session: { id: second.id } });
    expect(await readSession(api, first.id)).toMatchObject({ status: 'PAUSED' });
  });

  it('S2 S6: touches the session that it finds, without an event', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    await api.rows("UPDATE session SET last_activity_at = last_activity_at - interval '10 minutes' WHERE id = $1", [
      id,
    ]);
    const before = (await readSession(api, id))?.['lastActivityAt'];
    const { session } = await act(api, 'getOrCreateSession', { user, platform: 'telegram' });
    expect(Date.parse(session.lastActivityAt) - Date.parse(before)).toBeGreaterThanOrEqual(600_000);
    expect(await eventsOf(api, id)).toHaveLength(1);
  });
});

describe('createSession', () => {
  it('S1: of 20 parallel calls for one place one wins, and the others are told who', async () => {
    const user = { id: (await makeUser(api)).id };
    const tries = await atOnce(20, (node) => attempt(node, 'createSession', { user, platform: 'telegram' }));
    expect(tries.filter(({ code }) => code === null)).toHaveLength(1);
    expect(tries.filter(({ code }) => code === 'SESSION_CONFLICT')).toHaveLength(19);
    const winner = tries.find(({ code }) => code === null)?.done.id;
    const { extensions } = await refuse(api, 'createSession', { user, platform: 'telegram' });
    expect(extensions).toMatchObject({ code: 'SESSION_CONFLICT', activeSessionId: winner });
  });

  it('S1: of 12 parallel calls with replace all succeed, each ends the one before, and one is left', async () => {
    const user = { id: (await makeUser(api)).id };
    const made = await atOnce(12, (node) => act(node, 'createSession', { user, platform: 'telegram', replace: true }));
    const rows = await api.rows('SELECT id, end_reason FROM session WHERE user_id = $1', [user.id]);
    expect(rows).toHaveLength(12);
    expect(rows.filter((row) => row['end_reason'] === 'replaced')).toHaveLength(11);
    const left = await activeSession(api, user);
    expect(made.map(({ id }) => id)).toContain(left?.['id']);
  });

  it('S1: the database refuses a second active session at one place, whoever writes it', async () => {
    const { id } = await makeSession(api);
    const copy = `INSERT INTO session (id, user_id, platform, key, environment, kind, status, seq, message_count, started_at,
        last_activity_at, idle_timeout_seconds, idle_action)
      SELECT gen_random_uuid(), user_id, platform, key, environment, kind, status, seq, message_count, started_at,
        last_activity_at, idle_timeout_seconds, idle_action FROM session WHERE id = $1`;
    await expect(api.rows(copy, [id])).rejects.toMatchObject({ code: '23505', constraint: 'session_active' });
  });

  it('S10: of 15 parallel calls with one slug exactly one has it, and the others leave nothing behind', async () => {
    const slug = unique('race');
    const tries = await atOnce(15, (node) =>
      attempt(node, 'createSession', { user: identity(), platform: 'telegram', slug }),
    );
    expect(tries.filter(({ code }) => code === null)).toHaveLength(1);
    expect(tries.filter(({ code }) => code === 'SLUG_TAKEN')).toHaveLength(14);
    const orphans =
      'SELECT u.id FROM "user" u LEFT JOIN session s ON s.user_id = u.id WHERE s.id IS NULL AND u.display_name IS NULL AND u.seq > 0';
    expect(await api.rows(orphans)).toEqual([]);
  });

  it('S1: waits for somebody who is resuming, and is told of the session that they resumed', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    await act(api, 'pauseSession', { id });
    const letGo = await holdSession(api, id);
    const resuming = attempt(other, 'resumeSession', { id });
    await untilWaiting(api, 1);
    const creating = refuse(api, 'createSession', { user, platform: 'telegram' });
    await untilWaiting(api, 2);
    await letGo();
    expect((await resuming).code).toBeNull();
    expect((await creating).extensions).toMatchObject({ code: 'SESSION_CONFLICT', activeSessionId: id });
  });
});
