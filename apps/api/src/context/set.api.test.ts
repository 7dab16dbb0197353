import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, changeSet, contextOf, type SetAct } from '../testing/context-calls.js';
import { eventTypes, makeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const UNKNOWN = '019aa0e0-0000-7000-8000-000000000000';

const SETS = [
  { set: 'notebooks', add: 'addNotebook', remove: 'removeNotebook', member: 'notebook' },
  { set: 'integrations', add: 'addIntegration', remove: 'removeIntegration', member: 'integration' },
] as const;

describe.each(SETS)('$set', ({ set, add, remove, member }) => {
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
  const events = async (id: string): Promise<string[]> => (await eventTypes(api, id)).slice(1);
  const ADDED = `${member.toUpperCase()}_ADDED`;
  const REMOVED = `${member.toUpperCase()}_REMOVED`;

  it('V5: are in the order of adding, and what is added again goes to the end', async () => {
    const { id } = await makeSession(api);
    for (const name of ['b', 'a', 'c']) await change(api, add, id, name);
    expect((await contextOf(api, id))[set]).toEqual(['b', 'a', 'c']);
    await change(api, remove, id, 'b');
    expect((await change(api, add, id, 'b'))[set]).toEqual(['a', 'c', 'b']);
  });

  it('V5 E1: adding twice and removing what is absent change nothing, write no event and touch nothing', async () => {
    const { id } = await makeSession(api);
    await change(api, add, id, 'a');
    const [before] = await api.rows('SELECT * FROM session WHERE id = $1', [id]);
    expect(await change(api, add, id, 'a')).toMatchObject({ [set]: ['a'], seq: 2 });
    expect(await change(api, remove, id, 'b')).toMatchObject({ [set]: ['a'], seq: 2 });
    expect(await change(api, remove, id, 'A')).toMatchObject({ [set]: ['a'], seq: 2 });
    expect(await api.rows('SELECT * FROM session WHERE id = $1', [id])).toEqual([before]);
    await change(api, remove, id, 'a');
    expect(await change(api, remove, id, 'a')).toMatchObject({ [set]: [] });
    const log = await api.rows('SELECT seq, type, payload FROM event WHERE session_id = $1 AND seq > 1 ORDER BY seq', [
      id,
    ]);
    expect(log).toEqual([
      { seq: 2, type: ADDED, payload: { [member]: 'a' } },
      { seq: 3, type: REMOVED, payload: { [member]: 'a' } },
    ]);
  });

  it('V5: parallel additions on two nodes lose none and double none', async () => {
    const { id } = await makeSession(api);
    const names = Array.from({ length: 10 }, (_, at) => `name ${at}`);
    await Promise.all(
      [...names, ...names, ...names].map((name, at) => change(at % 2 === 0 ? api : other, add, id, name)),
    );
    const members = (await contextOf(api, id))[set] as string[];
    expect(members.toSorted()).toEqual(names);
    const log = await api.rows('SELECT payload FROM event WHERE session_id = $1 AND seq > 1 ORDER BY seq', [id]);
    expect(log.map(({ payload }) => payload[member])).toEqual(members);
  });

  it('V5: hold any name as a name, as given', async () => {
    const { id } = await makeSession(api);
    const names = ['__proto__', 'NULL', 'null', '{}', '{"a",b}', '"', '\\', "'", ',', ' ', '\n', '😀'.repeat(200), 'é'];
    for (const name of names) await change(api, add, id, name);
    expect((await contextOf(api, id))[set]).toEqual(names);
    for (const name of names.toReversed()) await change(api, remove, id, name);
    expect((await contextOf(api, id))[set]).toEqual([]);
  });

  it('V5: answer BAD_USER_INPUT for a name that is none, and for the 1,001st', async () => {
    const { id } = await makeSession(api);
    for (const name of ['', 'x'.repeat(201), 'e\u0301', 'nul \u0000', 'half \ud800'])
      expect(await api.refused(changeSet(add), { sessionId: id, name })).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
      });
    const full = Array.from({ length: 1_000 }, (_, at) => `n${at}`);
    await api.rows(`UPDATE session_detail SET ${set} = $2 WHERE session_id = $1`, [id, full]);
    expect(await api.refused(changeSet(add), { sessionId: id, name: 'more' })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: member },
    });
    expect((await change(api, add, id, 'n5'))[set]).toHaveLength(1_000);
    await change(api, remove, id, 'n5');
    expect(((await change(api, add, id, 'more'))[set] as string[]).at(-1)).toBe('more');
  });

  it.each([add, remove] as SetAct[])(
    'S3 S4 S13: %s answers NOT_FOUND and SESSION_ENDED, and is taken while the session is paused',
    async (act) => {
      for (const sessionId of [UNKNOWN, 'nonsense', ''])
        expect(await api.refused(changeSet(act), { sessionId, name: 'a' })).toMatchObject({
          extensions: { code: 'NOT_FOUND' },
        });
      const { id } = await makeSession(api);
      await change(api, add, id, 'old');
      await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
      await change(api, act, id, act === add ? 'new' : 'old');
      expect((await events(id)).at(-1)).toBe(act === add ? ADDED : REMOVED);
      await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
      for (const name of ['old', 'new', 'newer'])
        expect(await api.refused(changeSet(act), { sessionId: id, name })).toMatchObject({
          extensions: { code: 'SESSION_ENDED' },
        });
    },
  );

  it('S11: of one session are not those of another', async () => {
    const [here, elsewhere] = await Promise.all([makeSession(api), makeSession(api)]);
    await change(api, add, here.id, 'a');
    expect(await change(api, remove, elsewhere.id, 'a')).toMatchObject({ [set]: [], seq: 1 });
    expect((await contextOf(api, here.id))[set]).toEqual(['a']);
  });
});
