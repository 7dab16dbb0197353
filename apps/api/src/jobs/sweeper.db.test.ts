import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, readSession } from '../testing/acts.js';
import { makeSession, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const START = new Date('2026-03-01T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const clock = new StillClock(START);
const hoursLater = (hours: number): void => clock.set(new Date(START.getTime() + hours * HOUR_MS));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

/** Makes the database refuse whatever happens to this row, as a damaged page or a lock held for ever would. */
async function spoil(table: string, when: 'UPDATE' | 'DELETE', condition: string): Promise<() => Promise<unknown>> {
  const name = unique('stuck').replaceAll('-', '_');
  await api.rows(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'stuck'; END $$`);
  await api.rows(
    `CREATE TRIGGER ${name} BEFORE ${when} ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION ${name}()`,
  );
  return () => api.rows(`DROP FUNCTION ${name} CASCADE`);
}

const rowOf = async (id: string): Promise<Record<string, any> | undefined> =>
  (await api.rows('SELECT status FROM session WHERE id = $1', [id]))[0];

describe('a sweep', () => {
  it('S7 S8: a session that cannot be swept stops neither the others nor the steps behind it', async () => {
    hoursLater(0);
    const [stuckIdle, idle] = [await makeSession(api), await makeSession(api)];
    const [stuckEnded, ended] = [await makeSession(api), await makeSession(api)];
    for (const { id } of [stuckEnded, ended]) await act(api, 'endSession', { id });
    await act(api, 'setVariable', { target: { scope: 'APP' }, name: 'short', value: 1, ttlSeconds: 60 });
    await act(api, 'upsertUser', { idempotencyKey: unique('key') });
    const mend = [
      await spoil('session', 'UPDATE', `old.id = '${stuckIdle.id}'`),
      await spoil('session', 'DELETE', `old.id = '${stuckEnded.id}'`),
    ];
    hoursLater(31 * 24);
    await expect(api.app.sweeper.sweep()).rejects.toThrow('stuck');
    expect(await rowOf(stuckIdle.id)).toEqual({ status: 'active' });
    expect(await rowOf(idle.id)).toEqual({ status: 'paused' });
    expect(await rowOf(stuckEnded.id)).toEqual({ status: 'ended' });
    expect(await rowOf(ended.id)).toBeUndefined();
    expect(await api.rows('SELECT name FROM variable')).toEqual([]);
    expect(await api.rows('SELECT key FROM idempotency')).toEqual([]);
    for (const repair of mend) await repair();
    await api.app.sweeper.sweep();
    expect(await rowOf(stuckIdle.id)).toEqual({ status: 'paused' });
    expect(await rowOf(stuckEnded.id)).toBeUndefined();
  });

  it('I1: forgets idempotency keys when their 24 hours are over, and not before', async () => {
    hoursLater(0);
    const key = unique('key');
    await act(api, 'upsertUser', { idempotencyKey: key });
    const kept = (): Promise<Record<string, any>[]> => api.rows('SELECT key FROM idempotency WHERE key = $1', [key]);
    hoursLater(24);
    await api.app.sweeper.sweep();
    expect(await kept()).toHaveLength(1);
    clock.set(new Date(START.getTime() + 24 * HOUR_MS + 1));
    await api.app.sweeper.sweep();
    expect(await kept()).toEqual([]);
  });
});

describe('the sweeper', () => {
  it('S7: runs by itself from the start of the server, goes on after a sweep that failed, and ends with the server', async () => {
    const still = new StillClock(START);
    const node = await startTestApi({ clock: still, beside: api, config: { sweepSeconds: 1 } });
    const [stuck, idle] = [await makeSession(node), await makeSession(node)];
    const mend = await spoil('session', 'UPDATE', `old.id = '${stuck.id}'`);
    await node.app.start();
    still.set(new Date(START.getTime() + HOUR_MS + 1));
    const status = async (id: string): Promise<string> => (await rowOf(id))?.['status'] as string;
    await expect.poll(() => status(idle.id), { interval: 50, timeout: 5_000 }).toBe('paused');
    expect(await status(stuck.id)).toBe('active');
    await mend();
    await expect.poll(() => status(stuck.id), { interval: 50, timeout: 5_000 }).toBe('paused');
    await node.stop();
    hoursLater(2);
    for (const { id } of [stuck, idle]) expect(await readSession(api, id)).toMatchObject({ status: 'PAUSED', seq: 2 });
  });
});
