import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  act,
  attempt,
  deleteSession,
  eventsOf,
  eventsOfUser,
  holdSession,
  readSession,
  readUser,
  untilWaiting,
} from '../testing/acts.js';
import { identity, makeSession } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const DAY_MS = 86_400_000;
const START = new Date('2026-01-01T00:00:00.000Z');
const daysLater = (days: number, ms = 0): Date => new Date(START.getTime() + days * DAY_MS + ms);

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
beforeEach(async () => {
  clock.set(START);
  await api.rows('DELETE FROM session');
});

const cleanup = async (node: TestApi, args: object = {}): Promise<{ deletedCount: number; dryRun: boolean }> =>
  (
    await node.ok(
      'mutation ($days: Int, $dryRun: Boolean) { cleanupSessions(olderThanDays: $days, dryRun: $dryRun) { deletedCount dryRun } }',
      args,
    )
  )['cleanupSessions'];

/** A session that was paused, or ended, at START. */
async function made(how: 'pauseSession' | 'endSession', input: object = {}): Promise<{ id: string; userId: string }> {
  clock.set(START);
  const { id, userId } = await makeSession(api, { idleTimeoutSeconds: 0, ...input });
  await act(api, how, { id });
  return { id, userId };
}

const ids = async (): Promise<string[]> =>
  (await api.rows('SELECT id FROM session ORDER BY id')).map(({ id }) => id as string);

describe('the sweep', () => {
  it('S8: ends a session that was paused for 90 days, EXPIRED as of that moment, and not before', async () => {
    const { id } = await made('pauseSession');
    clock.set(daysLater(90));
    await api.app.sweeper.sweep();
    expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED', seq: 2 });
    clock.set(daysLater(90, 1));
    await api.app.sweeper.sweep();
    const due = daysLater(90);
    expect(await readSession(api, id)).toMatchObject({
      status: 'ENDED',
      endReason: 'EXPIRED',
      endedAt: due.toISOString(),
      lastActivityAt: START.toISOString(),
      seq: 3,
    });
    expect((await eventsOf(api, id))[2]).toMatchObject({
      type: 'SESSION_ENDED',
      at: due,
      actor_kind: 'system',
      payload: { reason: 'EXPIRED' },
    });
  });

  it('S8: deletes a session 30 days after it ended, and not before', async () => {
    const { id, userId } = await made('endSession');
    clock.set(daysLater(30));
    await api.app.sweeper.sweep();
    expect(await ids()).toEqual([id]);
    clock.set(daysLater(30, 1));
    await api.app.sweeper.sweep();
    expect(await ids()).toEqual([]);
    expect((await eventsOfUser(api, userId)).at(-1)).toMatchObject({ type: 'SESSION_DELETED', actor_kind: 'system' });
  });

  it('S7 S8: catches up at once on what fell due long ago, each step as of its own moment', async () => {
    const { id } = await makeSession(api, { idleTimeoutSeconds: 86_400 });
    clock.set(daysLater(100));
    await api.app.sweeper.sweep();
    const [, paused, ended] = await eventsOf(api, id);
    expect([paused?.['at'], ended?.['at']]).toEqual([daysLater(1), daysLater(91)]);
    clock.set(daysLater(121, 1));
    await api.app.sweeper.sweep();
    expect(await ids()).toEqual([]);
  });

  it('S8: leaves alone what somebody resumes in the very moment', async () => {
    const { id } = await made('pauseSession');
    clock.set(daysLater(91));
    const letGo = await holdSession(api, id);
    const resuming = act(other, 'resumeSession', { id });
    await untilWaiting(api, 1);
    const sweeping = api.app.sweeper.sweep();
    await untilWaiting(api, 2);
    await letGo();
    expect(await resuming).toMatchObject({ status: 'ACTIVE' });
    await sweeping;
    expect(await readSession(api, id)).toMatchObject({ status: 'ACTIVE', seq: 3 });
  });

  it('S8: takes the days that the deployment says', async () => {
    const strict = await startTestApi({ clock, beside: api, config: { pausedDays: 1, retentionDays: 2 } });
    const { id } = await made('pauseSession');
    clock.set(daysLater(1, 1));
    await strict.app.sweeper.sweep();
    expect(await readSession(strict, id)).toMatchObject({ status: 'ENDED', endedAt: daysLater(1).toISOString() });
    clock.set(daysLater(3, 1));
    await strict.app.sweeper.sweep();
    expect(await ids()).toEqual([]);
    await strict.stop();
  });
});

describe('cleanupSessions', () => {
  it('S8: counts with dryRun and deletes nothing, then deletes as many', async () => {
    for (let at = 0; at < 3; at++) await made('endSession');
    const paused = await made('pauseSession');
    clock.set(daysLater(30, 1));
    expect(await cleanup(api, { dryRun: true })).toEqual({ deletedCount: 3, dryRun: true });
    expect(await ids()).toHaveLength(4);
    expect(await cleanup(api)).toEqual({ deletedCount: 3, dryRun: false });
    expect(await ids()).toEqual([paused.id]);
    expect(await cleanup(api)).toEqual({ deletedCount: 0, dryRun: false });
  });

  it('S7 S8: goes by the clock, whether or not the sweep has come by, and counts the same beforehand', async () => {
    await made('pauseSession');
    await makeSession(api, { idleTimeoutSeconds: 60, idleAction: 'END' });
    await makeSession(api, { idleTimeoutSeconds: 60, idleAction: 'PAUSE' });
    const living = await makeSession(api, { idleTimeoutSeconds: 0 });
    const days = 130;
    clock.set(daysLater(days));
    const before = await api.rows('SELECT * FROM event ORDER BY position');
    expect(await cleanup(api, { dryRun: true })).toEqual({ deletedCount: 3, dryRun: true });
    expect(await api.rows('SELECT * FROM event ORDER BY position')).toEqual(before);
    expect(await cleanup(api)).toEqual({ deletedCount: 3, dryRun: false });
    expect(await ids()).toEqual([living.id]);
  });

  it('S8: ends at once what was paused for 90 days, without deleting it before its time', async () => {
    const { id } = await made('pauseSession');
    clock.set(daysLater(91));
    expect(await cleanup(api)).toEqual({ deletedCount: 0, dryRun: false });
    expect(await readSession(api, id)).toMatchObject({ status: 'ENDED', endedAt: daysLater(90).toISOString() });
  });

  it('S8: takes 0 days for all that ended before now, and any number up to 36,500', async () => {
    await made('endSession');
    expect(await cleanup(api, { days: 0 })).toMatchObject({ deletedCount: 0 });
    clock.set(daysLater(0, 1));
    expect(await cleanup(api, { days: 36_500 })).toMatchObject({ deletedCount: 0 });
    expect(await cleanup(api, { days: 1 })).toMatchObject({ deletedCount: 0 });
    expect(await cleanup(api, { days: 0 })).toMatchObject({ deletedCount: 1 });
  });

  it('S8: takes null for the defaults', async () => {
    await made('endSession');
    clock.set(daysLater(30, 1));
    expect(await cleanup(api, { days: null, dryRun: null })).toEqual({ deletedCount: 1, dryRun: false });
  });

  it('S8: of two at once on two nodes each counts what it deleted itself', async () => {
    for (let at = 0; at < 12; at++) await made('endSession');
    clock.set(daysLater(31));
    const counts = await Promise.all([cleanup(api), cleanup(other), api.app.sweeper.sweep()]);
    const [first, second] = counts;
    expect(first.deletedCount + second.deletedCount).toBeLessThanOrEqual(12);
    const told = await api.rows("SELECT actor_kind FROM event WHERE type = 'SESSION_DELETED' AND at = $1", [
      daysLater(31),
    ]);
    expect(told).toHaveLength(12);
    expect(told.filter((row) => row['actor_kind'] === 'app')).toHaveLength(first.deletedCount + second.deletedCount);
  });

  it('S8: refuses days out of range as BAD_USER_INPUT, naming the field', async () => {
    for (const days of [-1, 36_501, 2_147_483_647]) {
      const { extensions } = await api.refused(
        'mutation ($days: Int) { cleanupSessions(olderThanDays: $days) { deletedCount } }',
        { days },
      );
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'olderThanDays' });
    }
    for (const days of ['30', 1.5, 4_294_967_296]) {
      const { extensions } = await api.refused(
        'mutation ($days: Int) { cleanupSessions(olderThanDays: $days) { deletedCount } }',
        { days },
      );
      expect(extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('what stays of a session that is gone', () => {
  it('S8 E3: its SESSION_DELETED in the stream of its user, and when the user was last seen', async () => {
    const user = identity();
    const { id, userId, slug } = await makeSession(api, { user });
    clock.set(daysLater(0, 5_000));
    await attempt(api, 'addMessage', { sessionId: id, message: { role: 'USER', content: 'bye' } });
    clock.set(daysLater(1));
    expect(await deleteSession(api, id)).toBe(true);
    const [linked, deleted] = await eventsOfUser(api, userId);
    expect([linked?.['type'], linked?.['seq']]).toEqual(['IDENTITY_LINKED', 1]);
    expect(deleted).toMatchObject({
      type: 'SESSION_DELETED',
      seq: 2,
      session_id: null,
      platform: 'telegram',
      at: daysLater(1),
      payload: { sessionId: id, slug },
      stack: ['deleteSession'],
    });
    expect(await readUser(api, { id: userId })).toMatchObject({ lastSeenAt: daysLater(0, 5_000).toISOString() });
  });
});
