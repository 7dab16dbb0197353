import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnose } from './doctor.js';
import { makeSession, say } from './testing/make.js';
import { startTestApi, type TestApi } from './testing/test-api.js';

describe('diagnose', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const brokenLogs = async (): Promise<number> => (await diagnose(api.dataSource, false)).brokenLogs;

  it('E2: finds each session whose log has a gap, lacks its end, or goes on behind it', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 4; made++) {
      const { id } = await makeSession(api);
      await say(api, id);
      await say(api, id);
      ids.push(id);
    }
    expect(await brokenLogs()).toBe(0);
    await api.rows('DELETE FROM event WHERE session_id = $1 AND seq = 2', [ids[0]]);
    expect(await brokenLogs()).toBe(1);
    await api.rows('DELETE FROM event WHERE session_id = $1 AND seq = 3', [ids[1]]);
    expect(await brokenLogs()).toBe(2);
    await api.rows('UPDATE session SET seq = seq - 1 WHERE id = $1', [ids[2]]);
    expect(await brokenLogs()).toBe(3);
    await api.rows('DELETE FROM event WHERE session_id = $1', [ids[3]]);
    expect(await brokenLogs()).toBe(4);
  });

  it('says what the database is, and that nothing is left to migrate', async () => {
    expect(await diagnose(api.dataSource, true)).toMatchObject({
      postgres: { version: expect.stringMatching(/^\d+\.\d+/), encoding: 'UTF8', embedded: true },
      migrations: { applied: expect.any(Number), pending: 0 },
    });
  });

  it('changes nothing on a database that was never migrated, and says what is pending', async () => {
    await api.rows('DROP SCHEMA public CASCADE');
    await api.rows('CREATE SCHEMA public');
    const { migrations, brokenLogs: broken } = await diagnose(api.dataSource, false);
    expect(migrations).toEqual({ applied: 0, pending: api.dataSource.migrations.length });
    expect(broken).toBe(0);
    expect(await api.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });
});
