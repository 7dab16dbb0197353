import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { addMessage, addMessages, search, SEARCH, text } from '../testing/message-calls.js';
import { recordStatements } from '../testing/statements.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const SAID = [
  'The quick brown fox jumps over the lazy dog',
  'A brown dog and a quick cat',
  'Der Fuchs springt über die Straße; ÉCLAIR',
  'See https://example.com/path?q=1 and mail ada@example.com, or rock-and-roll',
  "It's <b>bold</b> & snake_case, 3.14 and -5",
];

describe('searchMessages', () => {
  let api: TestApi;
  let telegram: string;
  let discord: string;
  beforeAll(async () => {
    api = await startTestApi();
    telegram = (await makeSession(api, { metadata: { team: 'red' } })).id;
    discord = (await makeSession(api, { platform: 'discord' })).id;
    await addMessages(
      api,
      telegram,
      SAID.map((content, at) => text(content, { at: `2024-01-01T00:00:0${at}Z` })),
    );
    await addMessage(api, discord, text('quick on discord', { at: '2024-01-02T00:00:00Z' }));
  });
  afterAll(() => api.stop());

  const found = async (query: string, args: object = {}): Promise<number[]> =>
    (await search(api, query, args)).nodes.map(({ content }) => SAID.indexOf(content as string));

  it.each([
    ['quick', [-1, 1, 0]],
    ['QUICK dog', [1, 0]],
    ['quick fox', [0]],
    ['"quick brown"', [0]],
    ['"brown quick"', []],
    ['quick -fox', [-1, 1]],
    ['quick -"brown fox"', [-1, 1]],
    ['fox or cat', [1, 0]],
    ['fuchs OR fox', [2, 0]],
    ['"fox or cat"', []],
    ['über straße éclair', [2]],
    ['example.com', [3]],
    ['https://example.com/path', [3]],
    ['ada@example.com', [3]],
    ['rock-and-roll', [3]],
    ['"rock and roll"', [3]],
    ['bold', [4]],
    ['snake_case', [4]],
    ['snake', [4]],
    ['3.14', [4]],
    ['5', [4]],
    ["it's", [4]],
    ['qui', []],
    ['nowhere', []],
  ])('finds what %s asks for, newest first', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it.each([
    "'",
    '"',
    '"quick',
    '\\',
    '%',
    '_',
    '&',
    '|',
    '!',
    '!!',
    '(',
    ')',
    '<->',
    ':*',
    'quick:*',
    "' OR 1=1 --",
    '-',
    '--',
    '"" ""',
    '-""',
    '$1',
    '{}',
    'or',
    'or or',
    '-or',
    '\u0001',
    '\u200d',
    '…',
    '👋🏽',
    'a'.repeat(500),
    '"'.repeat(500),
    '-'.repeat(500),
    '((((((',
  ])('takes %j for text, whatever it means elsewhere', async (query) => {
    const { errors, data } = await api.send(SEARCH, { query });
    expect(errors).toBeUndefined();
    expect(data?.['searchMessages'].totalCount).toBeLessThanOrEqual(6);
  });

  it.each([
    ['empty', ''],
    ['of spaces', ' \n\t\ufeff'],
    ['longer than 500 characters', '😀'.repeat(501)],
    ['with U+0000', 'quick \u0000'],
  ])('answers BAD_USER_INPUT for a query %s', async (_name, query) => {
    expect(await api.refused(SEARCH, { query })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'query' },
    });
  });

  it('S11: searches in the sessions that the filter names alone', async () => {
    expect(await found('quick', { filter: { platform: ['telegram'] } })).toEqual([1, 0]);
    expect(await found('quick', { filter: { platform: ['discord'], status: ['ACTIVE'] } })).toEqual([-1]);
    expect(await found('quick', { filter: { metadata: { team: 'red' } } })).toEqual([1, 0]);
    expect(await found('quick', { filter: { metadata: { team: 'blue' } } })).toEqual([]);
    expect(await found('quick', { filter: { status: ['ENDED'] } })).toEqual([]);
    expect(await found('quick', { filter: { search: 'discord' } })).toEqual([-1]);
    expect(await found('quick', { filter: { userId: 'nonsense' } })).toEqual([]);
    expect(await found('quick', { filter: {} })).toEqual([-1, 1, 0]);
    const { extensions } = await api.refused(SEARCH, { query: 'quick', filter: { metadata: [] } });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.metadata' });
  });

  it('M5: pages without a skip or a repeat, also among messages of one moment, while others append', async () => {
    const { id } = await makeSession(api);
    const at = '2020-02-02T02:02:02.222Z';
    const added = await addMessages(
      api,
      id,
      Array.from({ length: 30 }, (_, n) => text(`needle ${n}`, { at })),
    );
    const seen: unknown[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = await search(api, 'needle', { first: 7, after });
      seen.push(...page.nodes.map((node) => node['id']));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
      // Newer ones belong before what was seen already.
      await addMessage(api, id, text('needle, late'));
    }
    expect(seen).toEqual(added.map((message) => message['id']).toReversed());
  });

  it('M5: refuses sizes and cursors that are none of this list', async () => {
    const { session } = await api.ok('query ($id: ID) { session(id: $id) { messages { pageInfo { endCursor } } } }', {
      id: telegram,
    });
    for (const after of [session.messages.pageInfo.endCursor, 'x', ''])
      expect(await api.refused(SEARCH, { query: 'quick', after })).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: 'after' },
      });
    for (const first of [0, -1, 101])
      expect(await api.refused(SEARCH, { query: 'quick', first })).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: 'first' },
      });
  });

  it('looks words up in the index', async () => {
    const ran = await recordStatements(() => search(api, 'quick fox'));
    const page = ran.find(({ text: asked }) => asked.includes('ORDER BY m.created_at DESC'));
    const runner = api.dataSource.createQueryRunner();
    await runner.startTransaction();
    // So few rows are read faster without; what matters is that the statement can use it.
    await runner.query('SET LOCAL enable_seqscan = off');
    await runner.query('SET LOCAL enable_indexscan = off');
    const plan = await runner.query(`EXPLAIN ${page?.text ?? ''}`, [...(page?.values ?? [])]);
    await runner.rollbackTransaction();
    await runner.release();
    expect(JSON.stringify(plan)).toContain('Bitmap Index Scan on message_search');
  });
});
