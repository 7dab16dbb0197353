import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, readUser, refuse, touch } from '../testing/acts.js';
import { identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const NOW = new Date('2026-06-01T08:00:00.123Z');
const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const clock = new StillClock(NOW);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());

describe('upsertUser', () => {
  it('U1 S10: creates a user without an id, each time another', async () => {
    const first = await act(api, 'upsertUser', { displayName: 'Ada', metadata: { a: 1 } });
    expect(first).toMatchObject({
      displayName: 'Ada',
      metadata: { a: 1 },
      identities: [],
      createdAt: NOW.toISOString(),
      lastSeenAt: null,
    });
    expect(first['id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect((await act(api, 'upsertUser', { displayName: 'Ada', metadata: { a: 1 } }))['id']).not.toBe(first['id']);
    expect(await act(api, 'upsertUser', {})).toMatchObject({ displayName: null, metadata: {} });
  });

  it('U1: changes the user whose id is given: what is not given stays, null takes the name away', async () => {
    const { id } = await makeUser(api, { displayName: 'Ada', metadata: { a: 1, b: { c: 2 } } });
    expect(await act(api, 'upsertUser', { id })).toMatchObject({
      id,
      displayName: 'Ada',
      metadata: { a: 1, b: { c: 2 } },
    });
    expect(await act(api, 'upsertUser', { id, displayName: 'Eve' })).toMatchObject({
      displayName: 'Eve',
      metadata: { a: 1, b: { c: 2 } },
    });
    expect(await act(api, 'upsertUser', { id, metadata: { b: 3 } })).toMatchObject({
      displayName: 'Eve',
      metadata: { b: 3 },
    });
    expect(await act(api, 'upsertUser', { id, metadata: null, displayName: null })).toMatchObject({
      displayName: null,
      metadata: { b: 3 },
    });
    expect(await act(api, 'upsertUser', { id: id.toUpperCase(), displayName: '' })).toMatchObject({
      id,
      displayName: '',
    });
  });

  it('U1: an unknown id is NOT_FOUND and makes nobody, also where it is no UUID', async () => {
    const count = async (): Promise<unknown> => (await api.rows('SELECT count(*) AS n FROM "user"'))[0];
    const before = await count();
    for (const id of [UNKNOWN, 'nobody', '', '../x']) {
      const { extensions, message } = await refuse(api, 'upsertUser', { id, displayName: 'Ada' });
      expect(extensions.code).toBe('NOT_FOUND');
      expect(message).toBe(`User ${id} not found.`);
    }
    expect(await count()).toEqual(before);
  });

  it('E1: writes no event, since no event names it', async () => {
    const { id } = await makeUser(api, { displayName: 'Ada' });
    await act(api, 'upsertUser', { id, displayName: 'Eve' });
    expect(await api.rows('SELECT type FROM event WHERE user_id = $1', [id])).toEqual([]);
  });

  it.each([
    [{ displayName: 'x'.repeat(201) }, 'BAD_USER_INPUT', 'input.displayName'],
    [{ displayName: 'a\u0000' }, 'BAD_USER_INPUT', 'input.displayName'],
    [{ displayName: '\ud800' }, 'BAD_USER_INPUT', 'input.displayName'],
    [{ metadata: [] }, 'BAD_USER_INPUT', 'input.metadata'],
    [{ metadata: 1 }, 'BAD_USER_INPUT', 'input.metadata'],
    [{ metadata: { a: 'x'.repeat(256 * 1024) } }, 'PAYLOAD_TOO_LARGE', 'input.metadata'],
    [{ idempotencyKey: '' }, 'BAD_USER_INPUT', 'idempotencyKey'],
  ])('refuses what is out of bounds (%#) with its code and field', async (input, code, field) => {
    expect((await refuse(api, 'upsertUser', input)).extensions).toMatchObject({ code, field });
    const { id } = await makeUser(api);
    expect((await refuse(api, 'upsertUser', { id, ...input })).extensions).toMatchObject({ code, field });
  });

  it('gives name and metadata back as they came, whatever is in them', async () => {
    for (const displayName of ['\u{1F600}'.repeat(200), 'e\u0301', '\u202eabc', "'; DROP --", 'a\r\nb']) {
      expect(await act(api, 'upsertUser', { displayName })).toMatchObject({ displayName });
    }
    const metadata = JSON.parse('{"__proto__":{"a":1},"constructor":null,"n":[1e21,-0.5],"":"empty"}') as object;
    const { id } = await act(api, 'upsertUser', { metadata });
    expect(JSON.stringify((await readUser(api, { id }))?.['metadata'])).toBe(JSON.stringify(metadata));
  });

  it('U1: parallel changes of one user all succeed, and the last of them stands whole', async () => {
    const { id } = await makeUser(api);
    const done = await Promise.all(
      Array.from({ length: 15 }, (_, at) => act(api, 'upsertUser', { id, displayName: `n${at}`, metadata: { at } })),
    );
    const user = await readUser(api, { id });
    expect(done).toHaveLength(15);
    expect(user?.['displayName']).toBe(`n${user?.['metadata'].at}`);
  });
});

describe('user', () => {
  it('U1: is found by id and by each identity, and null where unknown, making nobody', async () => {
    const who = identity();
    const { userId } = await makeSession(api, { user: who });
    for (const ref of [{ id: userId }, { id: userId.toUpperCase() }, who])
      expect(await readUser(api, ref)).toMatchObject({ id: userId });
    const stranger = identity();
    for (const ref of [{ id: UNKNOWN }, { id: 'nobody' }, stranger, stranger])
      expect(await readUser(api, ref)).toBeNull();
  });

  it.each([
    [{}, 'ref'],
    [{ id: null }, 'ref'],
    [{ id: UNKNOWN, identity: { platform: 'web', externalId: 'a' } }, 'ref'],
    [{ identity: { platform: '../web', externalId: 'a' } }, 'ref.identity.platform'],
    [{ identity: { platform: 'web', externalId: '' } }, 'ref.identity.externalId'],
  ])('refuses a reference that is not exactly one (%#) as BAD_USER_INPUT', async (ref, field) => {
    const { extensions } = await api.refused('query ($ref: UserRef!) { user(ref: $ref) { id } }', { ref });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('was last seen when any of their sessions was last active, also when it is gone', async () => {
    const who = identity();
    const { id, userId } = await makeSession(api, { user: who });
    await makeSession(api, { user: who, key: 'other' });
    const later = new Date(NOW.getTime() + 5_000);
    clock.set(later);
    await touch(api, id);
    clock.set(new Date(NOW.getTime() + 60_000));
    expect(await readUser(api, { id: userId })).toMatchObject({ lastSeenAt: later.toISOString() });
    await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id });
    expect(await readUser(api, { id: userId })).toMatchObject({ lastSeenAt: later.toISOString() });
  });

  it('shows all fields of many users in one request', async () => {
    const { users } = await api.ok(
      `{ users(first: 50) { nodes { id lastSeenAt identities { externalId } sessions(first: 1) { totalCount nodes { user { id } } } } } }`,
    );
    for (const user of users.nodes) for (const session of user.sessions.nodes) expect(session.user.id).toBe(user.id);
    expect(users.nodes.length).toBeGreaterThan(10);
  });
});

describe('users', () => {
  const list = async (args: object): Promise<Record<string, any>> =>
    (
      await api.ok(
        'query ($search: String, $first: Int, $after: Cursor) { users(search: $search, first: $first, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage hasPreviousPage } } }',
        args,
      )
    )['users'];

  it('M5: newest first, each once, whatever the size, while others come', async () => {
    const family = unique('Family').replaceAll('-', '');
    const made: string[] = [];
    for (let at = 0; at < 105; at++) made.unshift((await makeUser(api, { displayName: `${family} ${at}` })).id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await list({ search: family, first: 20, after });
      seen.push(...page['nodes'].map(({ id }: { id: string }) => id));
      after = page['pageInfo'].hasNextPage ? page['pageInfo'].endCursor : null;
      await makeUser(api, { displayName: `${family} late` });
    } while (after);
    expect(seen).toEqual(made);
    expect((await list({ search: family, first: 1 }))['totalCount']).toBe(105 + 6);
  });

  it('finds them by the beginnings of words of their name, id and identities, in any case', async () => {
    const externalId = unique('Ext').replaceAll('-', 'x');
    const { id } = await makeUser(api, { displayName: 'Grace Brewster Hopper' });
    await act(api, 'linkIdentity', { userId: id, platform: 'web', externalId, displayName: 'Amazing Grace' });
    const byText = async (search: string): Promise<string[]> =>
      (await list({ search }))['nodes'].map((node: { id: string }) => node.id);
    for (const text of ['grace hop', 'HOPPER', 'brew amaz', externalId.slice(0, 12), id, id.toUpperCase()]) {
      expect(await byText(text)).toContain(id);
    }
    for (const text of ['race', 'grace hopperx', '%', '\u{1F600}', "'", ':*'])
      expect(await byText(text)).not.toContain(id);
    await act(api, 'unlinkIdentity', { platform: 'web', externalId });
    expect(await byText('amazing')).not.toContain(id);
    expect(await byText('')).toContain(id);
  });

  it.each([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ after: 'garbage' }, 'after'],
    [{ after: Buffer.from(`session.started_desc 1 ${UNKNOWN}`).toString('base64url') }, 'after'],
    [{ after: Buffer.from('user nobody').toString('base64url') }, 'after'],
    [{ search: 'x'.repeat(501) }, 'search'],
  ])('refuses %o as BAD_USER_INPUT', async (args, field) => {
    const document =
      'query ($search: String, $first: Int, $after: Cursor) { users(search: $search, first: $first, after: $after) { nodes { id } } }';
    expect((await api.refused(document, args)).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
