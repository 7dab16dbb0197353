import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilWaiting } from '../testing/acts.js';
import { makeSession, unique } from '../testing/make.js';
import { startTestApi, TestClock, type TestApi } from '../testing/test-api.js';
import { audit } from '../access/audit.service.js';
import { Changes, OutcomeUnknownError, type Change } from './change.js';
import { systemCall, type Call } from './context.js';
import { statement } from './database.js';
import { DomainError } from './errors.js';
import { systemIds } from './ids.js';

/** A connection, as far as a test has to know it to cut it. */
interface Connection {
  query(...given: unknown[]): unknown;
  readonly connection: { readonly stream: { destroy(): void; end(): void; removeAllListeners(event: string): void } };
}

describe('the change pipeline', () => {
  let api: TestApi;
  let changes: Changes;
  beforeAll(async () => {
    api = await startTestApi();
    changes = new Changes(api.dataSource, new TestClock(), systemIds, { idempotencyHours: 24, audit });
  });
  afterAll(() => api.stop());

  const call = systemCall('request-1');
  const callerOf = (id: string): Call => ({ ...call, actor: { ...call.actor, kind: 'app', id } });
  const rename = (em: EntityManager, id: string, title: string): Promise<unknown> =>
    em.query('UPDATE session_detail SET title = $2 WHERE session_id = $1', [id, title]);
  const titleOf = async (id: string): Promise<unknown> =>
    (await api.rows('SELECT title FROM session_detail WHERE session_id = $1', [id]))[0]?.['title'];

  /** Runs `work` under a key; the answer is a text, kept as it is. */
  const runKeyed = (
    by: Call,
    idempotencyKey: string,
    work: (change: Change) => Promise<string>,
    input: object = {},
  ): Promise<string> =>
    changes.run(
      by,
      {
        name: 'rename',
        input: { ...input, idempotencyKey },
        replay: (answer: string) => Promise.resolve(`again: ${answer}`),
      },
      async (change) => {
        const value = await work(change);
        return { value, record: value };
      },
    );

  it('E1: a refusal leaves nothing behind, not even the key', async () => {
    const { id } = await makeSession(api);
    const key = unique('key');
    const refused = runKeyed(call, key, async ({ em }) => {
      await rename(em, id, 'refused');
      throw new DomainError('NOT_FOUND', 'no');
    });
    await expect(refused).rejects.toThrow(DomainError);
    expect(await titleOf(id)).toBeNull();
    expect(await runKeyed(call, key, () => Promise.resolve('done'))).toBe('done');
  });

  it('I2: keys belong to their caller: two that use the same one never meet', async () => {
    const key = unique('key');
    expect(await runKeyed(callerOf('a'), key, () => Promise.resolve('of a'))).toBe('of a');
    expect(await runKeyed(callerOf('b'), key, () => Promise.resolve('of b'), { other: 'input' })).toBe('of b');
    expect(await runKeyed(callerOf('a'), key, () => Promise.resolve('never'))).toBe('again: of a');
  });

  it('I3: the second of two at once waits for the first, and has its answer', async () => {
    const key = unique('key');
    const [entered, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const first = runKeyed(call, key, async () => {
      entered.resolve(undefined);
      await gate.promise;
      return 'first';
    });
    await entered.promise;
    let ran = false;
    const second = runKeyed(call, key, () => {
      ran = true;
      return Promise.resolve('second');
    });
    await untilWaiting(api, 1);
    gate.resolve(undefined);
    expect(await Promise.all([first, second])).toEqual(['first', 'again: first']);
    expect(ran).toBe(false);
  });

  it('I1 I3: where the first is refused, the second is done', async () => {
    const key = unique('key');
    const [entered, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const first = runKeyed(call, key, async () => {
      entered.resolve(undefined);
      await gate.promise;
      throw new DomainError('NOT_FOUND', 'no');
    });
    await entered.promise;
    const second = runKeyed(call, key, () => Promise.resolve('second'));
    await untilWaiting(api, 1);
    gate.resolve(undefined);
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe('second');
  });

  it('M2: of two that lock each other out, one goes first, and both are done', async () => {
    const [a, b] = await Promise.all([makeSession(api), makeSession(api)]);
    let meeting = 2;
    const met = Promise.withResolvers<undefined>();
    let tries = 0;
    const both = (first: string, second: string): Promise<string> =>
      changes.runPlain(call, 'rename', async ({ em }) => {
        tries++;
        await rename(em, first, `first of ${first}`);
        if (--meeting === 0) met.resolve(undefined);
        await met.promise;
        await rename(em, second, `second of ${first}`);
        return 'done';
      });
    expect(await Promise.all([both(a.id, b.id), both(b.id, a.id)])).toEqual(['done', 'done']);
    expect(tries).toBe(3);
  });

  it('a connection that breaks before the commit changed nothing: UNAVAILABLE', async () => {
    const { id } = await makeSession(api);
    const cut = changes.runPlain(call, 'rename', async ({ em }) => {
      await rename(em, id, 'cut');
      await em.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    await expect(cut).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await titleOf(id)).toBeNull();
  });

  /** Sees to it that the commit is sent, and its answer never comes; or that it is not even sent. */
  async function cutAtCommit(em: EntityManager, when: 'sent' | 'unsent'): Promise<void> {
    const client = (await em.queryRunner?.connect()) as Connection;
    const query = client.query.bind(client);
    client.query = (...given) => {
      const { stream } = client.connection;
      if (given[0] !== 'COMMIT') return query(...given);
      if (when === 'unsent') stream.destroy();
      stream.removeAllListeners('data');
      const answer = query(...given);
      if (when === 'sent') stream.end();
      return answer;
    };
  }

  it.each(['sent', 'unsent'] as const)(
    'I1: where the connection breaks with the commit %s, a call with a key is done once all the same',
    async (when) => {
      const { id } = await makeSession(api);
      let runs = 0;
      const answer = await runKeyed(call, unique('key'), async ({ em }) => {
        runs++;
        await rename(em, id, `run ${runs}`);
        if (runs === 1) await cutAtCommit(em, when);
        return `run ${runs}`;
      });
      expect([runs, answer]).toEqual(when === 'sent' ? [1, 'again: run 1'] : [2, 'run 2']);
      expect(await titleOf(id)).toBe(`run ${runs}`);
    },
  );

  it.each(['sent', 'unsent'] as const)(
    'I1: without a key nobody can say, and UNAVAILABLE is not promised (commit %s)',
    async (when) => {
      const { id } = await makeSession(api);
      const cut = changes.runPlain(call, 'rename', async ({ em }) => {
        await rename(em, id, 'cut');
        await cutAtCommit(em, when);
      });
      await expect(cut).rejects.toThrow(OutcomeUnknownError);
      expect(await titleOf(id)).toBe(when === 'sent' ? 'cut' : null);
    },
  );

  it('a single statement that is the victim of a deadlock did nothing, and says so', async () => {
    const [a, b] = await Promise.all([makeSession(api), makeSession(api)]);
    const runner = api.dataSource.createQueryRunner();
    await runner.startTransaction();
    // The other waits longer before it looks for deadlocks, so that the statement is the one to go.
    await runner.query("SET LOCAL deadlock_timeout = '10s'");
    await rename(runner.manager, b.id, 'first');
    const both = statement(
      'test.rename-both',
      `WITH one AS (UPDATE session_detail SET title = 'mine' WHERE session_id = $1 RETURNING 1), two AS (
         UPDATE session_detail SET title = 'mine' WHERE session_id = $2 AND EXISTS (SELECT FROM one) RETURNING 1
       ) SELECT 1 AS done FROM two`,
    );
    const done = changes.runStatement(both, [a.id, b.id]);
    await untilWaiting(api, 1);
    const other = rename(runner.manager, a.id, 'second');
    expect(await done).toEqual([]);
    await other;
    await runner.commitTransaction();
    await runner.release();
    expect(await Promise.all([titleOf(a.id), titleOf(b.id)])).toEqual(['second', 'first']);
  });
});
