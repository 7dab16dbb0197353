import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, listSessions, touch } from '../testing/acts.js';
import { makeSession, makeUser, say, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const SORTS = ['LAST_ACTIVITY_DESC', 'LAST_ACTIVITY_ASC', 'STARTED_DESC', 'STARTED_ASC', 'MESSAGES_DESC'] as const;
type Sort = (typeof SORTS)[number];

const START = new Date('2026-04-01T00:00:00.000Z');
const clock = new StillClock(START);
const filter = { platform: ['list'] };
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
  const { id } = await makeUser(api);
  // Groups of ten share each time and each count, so that the order hangs on the ids within them.
  await api.rows(
    `WITH s AS (
       INSERT INTO session (id, user_id, platform, key, environment, kind, status, seq, message_count, started_at, last_activity_at, idle_timeout_seconds, idle_action)
       SELECT gen_random_uuid(), $1, 'list', n::text, 'server', 'conversation', 'active', 0, n / 10 % 7,
         $2::timestamptz - (n / 10) * interval '1 hour', $2::timestamptz - (n / 10 % 4) * interval '1 minute', 0, 'pause'
       FROM generate_series(0, 129) n RETURNING id
     ) INSERT INTO session_detail (session_id, slug, metadata, search) SELECT id, id::text, '{}', '' FROM s`,
    [id, START],
  );
});
afterAll(() => api.stop());

const COLUMNS: Readonly<Record<Sort, string>> = {
  LAST_ACTIVITY_DESC: 'last_activity_at DESC, id DESC',
  LAST_ACTIVITY_ASC: 'last_activity_at, id',
  STARTED_DESC: 'started_at DESC, id DESC',
  STARTED_ASC: 'started_at, id',
  MESSAGES_DESC: 'message_count DESC, id DESC',
};

const inOrder = async (sort: Sort): Promise<string[]> =>
  (await api.rows(`SELECT id FROM session WHERE platform = 'list' ORDER BY ${COLUMNS[sort]}`)).map(
    ({ id }) => id as string,
  );

/** All pages of a walk, from the start or from the end, each with what its pageInfo says. */
async function walk(
  sort: Sort,
  size: number,
  forward: boolean,
  between = async (): Promise<void> => undefined,
): Promise<string[]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  for (;;) {
    const { ids, pageInfo, cursors } = await listSessions(
      api,
      forward
        ? { filter, sort, first: size, after: cursor }
        : { filter, sort, first: null, last: size, before: cursor },
    );
    expect([pageInfo['startCursor'], pageInfo['endCursor']]).toEqual([cursors[0], cursors.at(-1)]);
    expect(pageInfo[forward ? 'hasPreviousPage' : 'hasNextPage']).toBe(cursor !== null);
    pages.push(ids);
    if (!pageInfo[forward ? 'hasNextPage' : 'hasPreviousPage']) break;
    cursor = forward ? pageInfo['endCursor'] : pageInfo['startCursor'];
    await between();
  }
  return forward ? pages.flat() : pages.toReversed().flat();
}

describe('paging through sessions', () => {
  it.each(SORTS)('M5: sorted by %s gives each of 130 once, forward and backward, whatever the size', async (sort) => {
    const expected = await inOrder(sort);
    expect(await walk(sort, 100, true)).toEqual(expected);
    expect(await walk(sort, 7, true)).toEqual(expected);
    expect(await walk(sort, 13, false)).toEqual(expected);
  });

  it('M5: by start neither skips nor repeats while sessions are touched, written to and added', async () => {
    for (const sort of ['STARTED_DESC', 'STARTED_ASC'] as const) {
      const expected = await inOrder(sort);
      let step = 0;
      const seen = await walk(sort, 20, true, async () => {
        clock.set(new Date(clock.now().getTime() + 1_000));
        for (const id of expected.slice(step * 9, step * 9 + 9)) await (step % 2 === 0 ? touch(api, id) : say(api, id));
        await makeSession(api, { platform: 'list', key: unique('new') });
        step++;
      });
      expect(seen.filter((id) => expected.includes(id))).toEqual(expected);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('M5: by activity gives each session that nobody touches once while others are touched', async () => {
    const expected = await inOrder('LAST_ACTIVITY_DESC');
    const touched = new Set(expected.filter((_, at) => at % 5 === 0));
    const moving = [...touched];
    const seen = await walk('LAST_ACTIVITY_DESC', 25, true, async () => {
      clock.set(new Date(clock.now().getTime() + 1_000));
      for (const id of moving.splice(0, 8)) await touch(api, id);
    });
    const still = (ids: string[]): string[] => ids.filter((id) => !touched.has(id));
    expect(still(seen)).toEqual(still(expected));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('M5: between two places gives what lies there, taken from either end', async () => {
    const expected = await inOrder('STARTED_ASC');
    const { cursors } = await listSessions(api, { filter, sort: 'STARTED_ASC', first: 60 });
    const between = { filter, sort: 'STARTED_ASC', after: cursors[9], before: cursors[49] };
    const front = await listSessions(api, { ...between, first: 15 });
    expect(front.ids).toEqual(expected.slice(10, 25));
    expect(front.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const back = await listSessions(api, { ...between, last: 15 });
    expect(back.ids).toEqual(expected.slice(34, 49));
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    const whole = await listSessions(api, { ...between, first: 100 });
    expect(whole.ids).toEqual(expected.slice(10, 49));
  });

  it('gives 25, latest activity first, where nothing is said, and no cursors where nothing is there', async () => {
    const { ids, pageInfo } = await listSessions(api, { filter });
    expect(ids).toEqual((await inOrder('LAST_ACTIVITY_DESC')).slice(0, 25));
    expect(pageInfo['hasNextPage']).toBe(true);
    const none = await listSessions(api, { filter: { platform: ['nowhere'] } });
    expect(none).toEqual({
      ids: [],
      cursors: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('counts all that the filter means, whatever the page', async () => {
    const document = `query ($filter: SessionFilter, $after: Cursor) {
      sessions(filter: $filter, first: 1, after: $after) { totalCount pageInfo { endCursor } }
    }`;
    const { sessions } = await api.ok(document, { filter });
    expect(sessions.totalCount).toBe((await inOrder('STARTED_ASC')).length);
    const next = await api.ok(document, { filter, after: sessions.pageInfo.endCursor });
    expect(next['sessions'].totalCount).toBe(sessions.totalCount);
    const some = await api.ok(document, { filter: { ...filter, search: 'nothing has this' } });
    expect(some['sessions'].totalCount).toBe(0);
  });
});

describe('page arguments', () => {
  const document = `query ($sort: SessionSort, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    sessions(sort: $sort, first: $first, after: $after, last: $last, before: $before) { nodes { id } }
  }`;
  const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');
  const ID = '01900000-0000-7000-8000-000000000000';

  it.each([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ first: -1 }, 'first'],
    [{ last: 0 }, 'last'],
    [{ last: 101 }, 'last'],
    [{ last: -1 }, 'last'],
    [{ first: 10, last: 10 }, 'first'],
  ])('refuses %o as BAD_USER_INPUT', async (args, field) => {
    const { extensions } = await api.refused(document, args);
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('refuses cursors of other sorts, of other lists, and what is no cursor at all', async () => {
    const { cursors } = await listSessions(api, { filter, sort: 'STARTED_ASC', first: 1 });
    const { users } = await api.ok('{ users(first: 1) { pageInfo { endCursor } } }');
    const foreign = [
      cursors[0],
      users.pageInfo.endCursor,
      '',
      'garbage',
      '!!!',
      'x'.repeat(5_000),
      cursorOf(`session.last_activity_desc 1 ${ID} more`),
      cursorOf('session.last_activity_desc 1 no-id'),
      cursorOf(`session.last_activity_desc -0.5 ${ID}`),
      cursorOf(`session.last_activity_desc 1e3 ${ID}`),
      cursorOf(`session.last_activity_desc 9999999999999999 ${ID}`),
      cursorOf(`session.last_activity_desc  ${ID}`),
    ];
    for (const place of foreign) {
      for (const field of ['after', 'before']) {
        const { extensions } = await api.refused(document, { [field]: place });
        expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
      }
    }
  });

  it('a cursor that was made by hand is read or refused, and never INTERNAL', async () => {
    for (const sort of SORTS) {
      for (const key of [
        '0',
        '-1',
        '2147483647',
        '2147483648',
        '999999999999999',
        '-999999999999999',
        '000000000000001',
      ]) {
        const place = cursorOf(`session.${sort.toLowerCase()} ${key} ${ID}`);
        for (const args of [{ after: place }, { before: place }, { after: place, before: place }]) {
          const { errors } = await api.send(document, { sort, ...args });
          expect([undefined, 'BAD_USER_INPUT']).toContain(errors?.[0]?.extensions.code);
        }
      }
    }
  });

  it('a page is that of the sessions of the user alone, under the user', async () => {
    const { id } = await makeUser(api);
    const made: string[] = [];
    for (let at = 0; at < 4; at++) {
      clock.set(new Date(clock.now().getTime() + 1_000));
      made.push((await act(api, 'createSession', { user: { id }, platform: 'web', key: `k${at}` }))['id']);
    }
    const nested = `query ($ref: UserRef!, $after: Cursor, $filter: SessionFilter) {
      user(ref: $ref) { sessions(sort: STARTED_ASC, first: 3, after: $after, filter: $filter) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }
    }`;
    const first = (await api.ok(nested, { ref: { id } }))['user'].sessions;
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const second = (await api.ok(nested, { ref: { id }, after: first.pageInfo.endCursor }))['user'].sessions;
    expect([...first.nodes, ...second.nodes].map((node: { id: string }) => node.id)).toEqual(made);
    const other = await makeUser(api);
    const foreign = (await api.ok(nested, { ref: { id }, filter: { userId: other.id } }))['user'].sessions;
    expect(foreign).toMatchObject({ totalCount: 0, nodes: [] });
  });
});
