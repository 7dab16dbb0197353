import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, makeSession } from '../testing/make.js';
import { addMessage, addMessages, history, HISTORY, text } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const SIZE = 60;
const ROLES = ['USER', 'ASSISTANT', 'SYSTEM', 'TOOL'];

describe('Session.messages', () => {
  let api: TestApi;
  let other: TestApi;
  let id: string;
  const contents = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `${from + at}`);
  beforeAll(async () => {
    api = await startTestApi();
    other = await startTestApi({ beside: api });
    id = (await makeSession(api)).id;
    await addMessages(
      api,
      id,
      contents(0, SIZE).map((content, at) => ({ role: ROLES[at % 4], content })),
    );
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  const shown = ({ nodes }: { readonly nodes: readonly Record<string, unknown>[] }): unknown[] =>
    nodes.map(({ content }) => content);

  it('M2: gives the last 25 without first or last, oldest of them first', async () => {
    const page = await history(api, id);
    expect(shown(page)).toEqual(contents(SIZE - 25, SIZE));
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(page.totalCount).toBe(SIZE);
  });

  it('M2: gives an empty session an empty page', async () => {
    const page = await history(api, (await makeSession(api)).id);
    expect(page).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
    });
  });

  it('M2: refuses first and last together', async () => {
    const { extensions } = await api.refused(HISTORY, { id, first: 3, last: 3 });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  });

  it.each(['first', 'last'])('M2: refuses %s below 1 and above 100, and takes both ends', async (side) => {
    for (const size of [0, -1, 101, 2_147_483_647]) {
      const { extensions } = await api.refused(HISTORY, { id, [side]: size });
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: side });
    }
    expect(shown(await history(api, id, { [side]: 1 }))).toEqual([side === 'first' ? '0' : `${SIZE - 1}`]);
    expect(shown(await history(api, id, { [side]: 100 }))).toEqual(contents(0, SIZE));
  });

  it.each([1, 7, 25, 59, 60])(
    'M5: walks forward and backward in pages of %i without a skip or a repeat',
    async (size) => {
      const forward: unknown[] = [];
      for (let after: string | null = null, more = true; more;) {
        const page = await history(api, id, { first: size, after });
        expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
        forward.push(...shown(page));
        ({ endCursor: after, hasNextPage: more } = page.pageInfo);
      }
      expect(forward).toEqual(contents(0, SIZE));
      const backward: unknown[] = [];
      for (let before: string | null = null, more = true; more;) {
        const page = await history(api, id, { last: size, before });
        expect(page.pageInfo.hasNextPage).toBe(before !== null);
        backward.unshift(...shown(page));
        ({ startCursor: before, hasPreviousPage: more } = page.pageInfo);
      }
      expect(backward).toEqual(contents(0, SIZE));
    },
  );

  it('M5: gives what lies between two places, from either end', async () => {
    const { pageInfo } = await history(api, id, { first: 10 });
    const late = await history(api, id, { last: 10 });
    const between = { after: pageInfo.endCursor, before: late.pageInfo.startCursor };
    expect(shown(await history(api, id, { first: 3, ...between }))).toEqual(['10', '11', '12']);
    expect(shown(await history(api, id, { last: 3, ...between }))).toEqual(['47', '48', '49']);
    expect(shown(await history(api, id, { ...between }))).toEqual(contents(25, 50));
  });

  it('M5: gives only messages of the roles asked for, counts them, and pages through them', async () => {
    const roles = ['ASSISTANT', 'TOOL'];
    const first = await history(api, id, { roles, first: 20 });
    const second = await history(api, id, { roles, first: 20, after: first.pageInfo.endCursor });
    expect([...shown(first), ...shown(second)]).toEqual(contents(0, SIZE).filter((_, at) => at % 2 === 1));
    expect([first.totalCount, second.pageInfo.hasNextPage]).toEqual([30, false]);
    expect(shown(await history(api, id, { roles: ['SYSTEM'] }))).toEqual(
      contents(0, SIZE).filter((_, at) => at % 4 === 2),
    );
  });

  it('M5: answers each list of a document for itself, also where they differ in their roles alone', async () => {
    const { session } = await api.ok(
      `query ($id: ID!) { session(id: $id) {
        all: messages(first: 2) { nodes { content } } none: messages(first: 2, roles: []) { nodes { content } }
        users: messages(first: 2, roles: [USER]) { nodes { content } } last: messages(last: 2) { nodes { content } }
      } }`,
      { id },
    );
    expect([session.all, session.none, session.users, session.last].map(shown)).toEqual([
      ['0', '1'],
      [],
      ['0', '4'],
      ['58', '59'],
    ]);
  });

  it('M5: walks both ways while others append, and sees each that was there once and in order', async () => {
    const session = await makeSession(api);
    await addMessages(
      api,
      session.id,
      contents(0, 200).map((content) => text(content)),
    );
    let appending = true;
    const writers = [api, other].map(async (node) => {
      while (appending) await addMessage(node, session.id, text('new'));
    });
    const walks = Promise.all([walkForward(session.id, 210), walkBackward(session.id)]);
    const [forward, backward] = await walks.finally(() => (appending = false));
    await Promise.all(writers);
    expect(forward.filter((content) => content !== 'new')).toEqual(contents(0, 200));
    expect(backward.filter((content) => content !== 'new')).toEqual(contents(0, 200));
    expect(forward.length).toBeGreaterThan(210);
  });

  /** Goes on until it has met so many that were not there at first. */
  async function walkForward(session: string, least: number): Promise<unknown[]> {
    const all: unknown[] = [];
    const seqs: number[] = [];
    let after: string | null = null;
    while (all.length <= least) {
      const page = await history(other, session, { first: 9, after });
      all.push(...shown(page));
      seqs.push(...page.nodes.map(({ seq }) => seq as number));
      after = page.pageInfo.endCursor ?? after;
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, at) => at + 2));
    return all;
  }

  async function walkBackward(session: string): Promise<unknown[]> {
    const all: unknown[] = [];
    let before: string | null = null;
    for (let more = true; more;) {
      const page = await history(api, session, { last: 9, before });
      all.unshift(...shown(page));
      ({ startCursor: before, hasPreviousPage: more } = page.pageInfo);
    }
    return all;
  }

  it('M5 S11: refuses cursors of another session, of another list, and such as were never given out', async () => {
    const foreign = await makeSession(api);
    await addMessages(api, foreign.id, [text('mine'), text('hello there')]);
    const elsewhere = await history(api, foreign.id, { first: 1 });
    const { searchMessages } = await api.ok('{ searchMessages(query: "hello") { pageInfo { endCursor } } }');
    const made = (text: string): string => Buffer.from(text).toString('base64url');
    const cursors = [
      elsewhere.pageInfo.endCursor,
      searchMessages.pageInfo.endCursor,
      '',
      'x',
      '%%%',
      made(`message ${id}`),
      made(`message ${id} 1 2`),
      made(`message ${id} 1.5`),
      made(`message ${id} 2147483648`),
      made(`message ${id} -1`),
      made(`message ' OR 1=1 1`),
      'A'.repeat(10_000),
    ];
    for (const cursor of cursors) {
      for (const [size, place] of [
        ['first', 'after'],
        ['last', 'before'],
      ] as const) {
        const { extensions } = await api.refused(HISTORY, { id, [size]: 5, [place]: cursor });
        expect({ cursor, ...extensions }).toMatchObject({ cursor, code: 'BAD_USER_INPUT', field: place });
      }
    }
  });

  it('M5: takes places far off either end of the history', async () => {
    const made = (seq: number): string => Buffer.from(`message ${id} ${seq}`).toString('base64url');
    expect(shown(await history(api, id, { first: 5, after: made(2_147_483_647) }))).toEqual([]);
    expect(shown(await history(api, id, { last: 2, before: made(2_147_483_647) }))).toEqual(['58', '59']);
    expect(shown(await history(api, id, { first: 2, after: made(0) }))).toEqual(['0', '1']);
  });

  it('S6: reading a history changes nothing', async () => {
    const before = await api.rows('SELECT * FROM session WHERE id = $1', [id]);
    await history(api, id, { first: 100 });
    await history(api, id);
    expect(await api.rows('SELECT * FROM session WHERE id = $1', [id])).toEqual(before);
    expect(await eventTypes(api, id)).toHaveLength(SIZE + 1);
  });
});
