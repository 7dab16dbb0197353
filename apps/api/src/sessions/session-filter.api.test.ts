import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, listSessions } from '../testing/acts.js';
import { identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const START = new Date('2026-04-01T00:00:00.000Z');
const at = (ms: number): string => new Date(START.getTime() + ms).toISOString();
const clock = new StillClock(START);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

const found = async (filter: object): Promise<string[]> =>
  (await listSessions(api, { filter, sort: 'STARTED_ASC', first: 100 })).ids;

const wrong = 'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } totalCount } }';

describe('a filter of sessions', () => {
  const made: Record<string, string> = {};
  let owner = '';
  beforeAll(async () => {
    const user = identity();
    const add = async (name: string, ms: number, input: object): Promise<void> => {
      clock.set(new Date(START.getTime() + ms));
      const { id, userId } = await makeSession(api, {
        user,
        platform: 'filters',
        key: name,
        idleTimeoutSeconds: 0,
        ...input,
      });
      [made[name], owner] = [id, userId];
    };
    await add('plain', 0, {});
    await add('game', 1_000, {
      kind: 'game',
      environment: 'BROWSER',
      metadata: { level: 3, tags: ['a', 'b'], in: { deep: true } },
    });
    await add('other', 2_000, { platform: 'filters-2', environment: 'AGENT', metadata: { level: 4, tags: ['b'] } });
    await add('paused', 3_000, { metadata: { level: 3 } });
    await add('ended', 4_000, { kind: 'match' });
    clock.set(new Date(START.getTime() + 10_000));
    await act(api, 'pauseSession', { id: made['paused'] });
    await act(api, 'endSession', { id: made['ended'] });
    await makeSession(api);
  });
  const named = (...names: string[]): (string | undefined)[] => names.map((name) => made[name]);
  const mine = (filter: object): Promise<string[]> => found({ userId: owner, ...filter });

  it.each([
    ['status', { status: ['PAUSED'] }, ['paused']],
    ['several statuses', { status: ['ACTIVE', 'ENDED'] }, ['plain', 'game', 'other', 'ended']],
    ['no status at all', { status: [] }, []],
    ['platform', { platform: ['filters-2'] }, ['other']],
    [
      'several platforms',
      { platform: ['filters-2', 'filters', 'nowhere'] },
      ['plain', 'game', 'other', 'paused', 'ended'],
    ],
    ['kind', { kind: ['game'] }, ['game']],
    ['several kinds', { kind: ['game', 'match'] }, ['game', 'ended']],
    ['environment', { environment: ['BROWSER', 'AGENT'] }, ['game', 'other']],
    ['start later than, exclusive', { startedAfter: at(1_000) }, ['other', 'paused', 'ended']],
    ['start earlier than, exclusive', { startedBefore: at(1_000) }, ['plain']],
    ['start between', { startedAfter: at(999), startedBefore: at(2_001) }, ['game', 'other']],
    ['start with an offset', { startedBefore: '2026-04-01T02:00:01.000+02:00' }, ['plain']],
    ['activity later than, exclusive', { activeAfter: at(4_000) }, ['paused', 'ended']],
    ['activity earlier than, exclusive', { activeBefore: at(1_000) }, ['plain']],
    ['metadata', { metadata: { level: 3 } }, ['game', 'paused']],
    ['metadata with a list in it', { metadata: { tags: ['b'] } }, ['game', 'other']],
    ['metadata deep within', { metadata: { in: { deep: true } } }, ['game']],
    ['empty metadata', { metadata: {} }, ['plain', 'game', 'other', 'paused', 'ended']],
    [
      'everything at once',
      { status: ['ACTIVE'], kind: ['game'], environment: ['BROWSER'], metadata: { level: 3 } },
      ['game'],
    ],
    ['what contradicts itself', { status: ['PAUSED'], kind: ['game'] }, []],
    [
      'nulls as nothing said',
      { status: null, search: null, metadata: null },
      ['plain', 'game', 'other', 'paused', 'ended'],
    ],
  ])('by %s gives what all of it holds for', async (_, filter, names) => {
    expect(await mine(filter)).toEqual(named(...names));
  });

  it('S13: an unknown user, or an id that is no UUID, has no sessions', async () => {
    expect(await found({ userId: '01900000-0000-7000-8000-000000000000' })).toEqual([]);
    expect(await found({ userId: 'nobody' })).toEqual([]);
    expect(await found({ userId: "' OR true --" })).toEqual([]);
  });

  it.each([
    [{ metadata: [1] }, 'filter.metadata'],
    [{ metadata: 'text' }, 'filter.metadata'],
    [{ search: 'x'.repeat(501) }, 'filter.search'],
    [{ platform: Array.from({ length: 101 }, () => 'a') }, 'filter.platform'],
    [{ search: 'a\u0000b' }, 'filter.search'],
    [{ kind: ['\ud800'] }, 'filter.kind.0'],
  ])('refuses %o as BAD_USER_INPUT, naming the field', async (filter, field) => {
    expect((await api.refused(wrong, { filter })).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([{ startedAfter: '2026-02-30T00:00:00Z' }, { startedAfter: 'yesterday' }, { status: ['GONE'] }, { more: 1 }])(
    'refuses %o as BAD_USER_INPUT',
    async (filter) => {
      expect((await api.refused(wrong, { filter })).extensions.code).toBe('BAD_USER_INPUT');
    },
  );
});

describe('the search of sessions', () => {
  const platform = 'search';
  const made: Record<string, string> = {};
  beforeAll(async () => {
    const ada = await makeUser(api, { displayName: 'Ada Löwenherz' });
    const add = async (name: string, input: object): Promise<void> => {
      made[name] = (await makeSession(api, { platform, ...input })).id;
    };
    await add('garden', { title: 'The Garden of Earthly Delights', slug: unique('Bosch_Triptych'), key: 'slot one' });
    await add('ada', { user: { id: ada.id }, title: 'Rechnen mit Müller' });
    await add('nfd', { title: 'Cafe\u0301 Mu\u0308nchen', key: 'k-nfc' });
    await add('emoji', { title: '\u{1F389} Party \u{1F389}' });
    await add('percent', { title: '100% of x_y', key: 'pct' });
    await add('quotes', { title: `O'Brien said "hi" & left | (twice) :* !` });
    await add('hindi', { title: '\u0939\u093f\u0928\u094d\u0926\u0940 \u092c\u093e\u0924' });
    await add('cjk', { title: '東京物語' });
  });

  const search = async (text: string): Promise<string[]> => {
    const ids = await found({ platform: [platform], search: text });
    return ids.map((id) => Object.keys(made).find((name) => made[name] === id) ?? '?').toSorted();
  };

  it.each([
    ['a word of the title', 'garden', ['garden']],
    ['the beginning of a word', 'Gard', ['garden']],
    ['no middle of a word', 'arden', []],
    ['any case', 'gARDEN eARTHLY', ['garden']],
    ['several words in any order', 'delights the', ['garden']],
    ['words of title, slug and key together', 'garden bosch slot', ['garden']],
    ['no session that lacks one of the words', 'garden party', []],
    ['a slug with its signs', 'bosch_triptych', ['garden']],
    ['the key', 'slot one', ['garden']],
    ['the name of the user', 'ada', ['ada']],
    ['the name of the user and the title together', 'löwen rechnen', ['ada']],
    ['an umlaut in any case', 'MÜLL', ['ada']],
    ['a word that is written in another Unicode form', 'caf\u00e9', ['nfd']],
    ['both forms at once', 'mu\u0308nchen caf\u00e9', ['nfd']],
    ['a word with vowel signs', '\u0939\u093f\u0928\u094d', ['hindi']],
    ['no letters of a word without their vowel signs', '\u0926\u0940', []],
    ['letters of other scripts', '東京', ['cjk']],
    ['a number with a sign', '100%', ['percent']],
    ['an apostrophe', "o'brien", ['quotes']],
    ['quotes and operators as separators', `"hi" & (left | twice):* !`, ['quotes']],
    ['an underscore as a separator', 'x_y', ['percent']],
  ])('finds %s', async (_, text, names) => {
    expect(await search(text)).toEqual(names);
  });

  it('finds sessions by the id of their user, whole or the beginning', async () => {
    const { id, userId } = await makeSession(api);
    expect(await found({ search: userId })).toEqual([id]);
    expect(await found({ search: userId.slice(0, 30), userId })).toEqual([id]);
  });

  it('finds nothing for a text without a word, since no word begins with it', async () => {
    for (const text of [
      '\u{1F389}',
      '%',
      "'",
      '\\',
      '&',
      ':*',
      '!',
      "' OR 1=1 --".replaceAll(/\w/g, ''),
      '<->',
      '()',
      '*',
    ]) {
      expect(await search(text)).toEqual([]);
    }
  });

  it('takes a blank text as no search', async () => {
    for (const text of ['', '   ', '\n\t']) expect(await search(text)).toHaveLength(Object.keys(made).length);
  });

  it('follows a new title and a new name of the user', async () => {
    const user = await makeUser(api, { displayName: 'Grace' });
    const { id } = await makeSession(api, {
      user: { id: user.id },
      platform: 'renamed',
      slug: unique('s'),
      title: 'Before',
    });
    await act(api, 'updateSession', { id, title: 'Afterwards' });
    await act(api, 'upsertUser', { id: user.id, displayName: 'Hopper' });
    const byText = (text: string): Promise<string[]> => found({ platform: ['renamed'], search: text });
    expect(await byText('before')).toEqual([]);
    expect(await byText('grace')).toEqual([]);
    expect(await byText('afterw hopp')).toEqual([id]);
  });

  it('takes the longest texts and words', async () => {
    const long = 'Donaudampfschiff'.repeat(30);
    const { id } = await makeSession(api, { platform: 'long', title: long });
    expect(await found({ platform: ['long'], search: long })).toEqual([id]);
    expect(await found({ platform: ['long'], search: 'z '.repeat(250) })).toEqual([]);
  });
});
