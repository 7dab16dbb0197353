import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, activeSession, eventsOf, readSession, readUser, refuse } from '../testing/acts.js';
import { eventTypes, identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const NOW = new Date('2026-06-01T08:00:00.123Z');
const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const OPENINGS = ['createSession', 'getOrCreateSession'] as const;
type Opening = (typeof OPENINGS)[number];

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock: new StillClock(NOW) });
});
afterAll(() => api.stop());

const open = async (name: Opening, input: object): Promise<Record<string, any>> => {
  const answer = await act(api, name, { user: identity(), platform: 'telegram', ...input });
  return name === 'createSession' ? answer : (answer['session'] as Record<string, any>);
};

describe.each(OPENINGS)('%s', (name) => {
  it('S10 E1: makes a session of what is given, with a UUIDv7, and tells it', async () => {
    const given = {
      key: 'Slot Ⅲ',
      environment: 'BROWSER',
      kind: 'game',
      slug: unique('My_Slug'),
      title: 'A title',
      metadata: { a: [1, null] },
      idleTimeoutSeconds: 31_536_000,
      idleAction: 'END',
    };
    const session = await open(name, given);
    expect(session).toMatchObject({
      ...given,
      status: 'ACTIVE',
      seq: 1,
      startedAt: NOW.toISOString(),
      lastActivityAt: NOW.toISOString(),
      idleAt: new Date(NOW.getTime() + 31_536_000_000).toISOString(),
      messageCount: 0,
      durationSeconds: 0,
    });
    expect(session['id']).toMatch(UUID_V7);
    expect(session['userId']).toMatch(UUID_V7);
    expect(await eventsOf(api, session['id'])).toMatchObject([
      {
        type: 'SESSION_STARTED',
        seq: 1,
        at: NOW,
        platform: 'telegram',
        user_id: session['userId'],
        payload: { slug: given.slug, key: given.key, kind: 'game', environment: 'BROWSER', title: 'A title' },
        stack: [name],
      },
    ]);
  });

  it('S10: gives what is not said its default, and a slug of platform, user, date and id', async () => {
    const user = { identity: { ...identity().identity, displayName: 'Zoë Ångström 東京' } };
    const session = await open(name, {
      user,
      key: null,
      environment: null,
      kind: null,
      idleAction: null,
      metadata: null,
    });
    expect(session).toMatchObject({
      key: 'default',
      environment: 'SERVER',
      kind: 'conversation',
      title: null,
      metadata: {},
      idleTimeoutSeconds: 3_600,
      idleAction: 'PAUSE',
    });
    expect(session['slug']).toBe(`telegram-zoe-angstrom-20260601-${session['id'].slice(-12)}`);
  });

  it('U1 E1: makes the unknown person with the name that is given, once, in the same transaction', async () => {
    const who = { identity: { ...identity().identity, displayName: 'Ada' } };
    const { userId } = await open(name, { user: who });
    const user = await readUser(api, who);
    expect(user).toMatchObject({ id: userId, displayName: 'Ada', metadata: {}, createdAt: NOW.toISOString() });
    expect(user?.['identities']).toMatchObject([{ ...who.identity, verified: false, primary: false }]);
    const told = await api.rows('SELECT type, seq, tx FROM event WHERE user_id = $1 ORDER BY position', [userId]);
    expect(told).toMatchObject([{ type: 'IDENTITY_LINKED' }, { type: 'SESSION_STARTED' }]);
    expect(told[0]?.['tx']).toBe(told[1]?.['tx']);
    const again = await open(name, { user: { identity: { ...who.identity, displayName: 'Eve' } }, key: 'two' });
    expect(again['userId']).toBe(userId);
    expect(await readUser(api, who)).toMatchObject({ displayName: 'Ada' });
  });

  it('U1: an unknown user id is NOT_FOUND, also where it is no UUID', async () => {
    for (const id of [UNKNOWN, 'nobody', '']) {
      const { extensions } = await refuse(api, name, { user: { id }, platform: 'telegram' });
      expect(extensions.code).toBe('NOT_FOUND');
    }
  });

  it.each([
    [{}, 'input.user'],
    [{ id: UNKNOWN, identity: { platform: 'web', externalId: 'a' } }, 'input.user'],
    [{ id: null, identity: null }, 'input.user'],
    [{ identity: { platform: 'Web', externalId: 'a' } }, 'input.user.identity.platform'],
    [{ identity: { platform: 'web', externalId: '' } }, 'input.user.identity.externalId'],
    [{ identity: { platform: 'web', externalId: 'x'.repeat(201) } }, 'input.user.identity.externalId'],
    [
      { identity: { platform: 'web', externalId: 'a', displayName: 'x'.repeat(201) } },
      'input.user.identity.displayName',
    ],
  ])('refuses a user that is not exactly one (%#) as BAD_USER_INPUT', async (user, field) => {
    const { extensions } = await refuse(api, name, { user, platform: 'telegram' });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([
    ['platform', ['', 'Telegram', '1web', '-web', 'we_b', 'a'.repeat(33), '../etc', 'wéb', 'web\n']],
    ['slug', ['', '-a', '_a', 'a b', 'a/b', '../a', 'a.b', 'ä', 'a'.repeat(101), 'a\n']],
    ['key', ['', 'x'.repeat(201), '\u{1F600}'.repeat(201), 'e\u0301']],
    ['title', ['x'.repeat(501)]],
    ['metadata', [[], 'text', 1, true]],
    ['idleTimeoutSeconds', [-1, 31_536_001]],
  ])('S10: refuses each %s of a wrong form as BAD_USER_INPUT, and leaves nothing behind', async (field, values) => {
    for (const value of values) {
      const user = identity();
      const { extensions } = await refuse(api, name, { user, platform: 'telegram', [field]: value });
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: `input.${field}` });
      expect(await readUser(api, user)).toBeNull();
    }
  });

  it.each([
    ['platform', ['a', 'a-1', `a${'9'.repeat(31)}`]],
    ['slug', [unique('A'), unique('0'), `${unique('x')}${'_'.repeat(60)}`]],
    ['key', ['x', ' ', '../..', '__proto__', '\u{1F600}'.repeat(200), "'; DROP TABLE session; --"]],
    ['title', ['', '\u{1F600}'.repeat(500), 'a\nb\tc', '\u202eabc']],
    ['idleTimeoutSeconds', [0, 1, 31_536_000]],
  ])('S10: takes each %s at the bounds, and gives it back as it is', async (field, values) => {
    for (const value of values) expect((await open(name, { [field]: value }))[field]).toBe(value);
  });

  it('refuses metadata of over 256 KiB as PAYLOAD_TOO_LARGE, counted in bytes, and takes what is just within', async () => {
    const metadata = (bytes: number): object => ({ a: 'é'.repeat((bytes - 8) / 2) });
    const { extensions } = await refuse(api, name, {
      user: identity(),
      platform: 'telegram',
      metadata: metadata(256 * 1024 + 2),
    });
    expect(extensions).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', field: 'input.metadata' });
    await open(name, { metadata: metadata(256 * 1024) });
  });

  it('S10: a slug that another session has is SLUG_TAKEN, whoever it is, until that one is deleted', async () => {
    const slug = unique('Taken');
    const { id } = await makeSession(api, { slug });
    const { extensions, message } = await refuse(api, name, { user: identity(), platform: 'web', slug });
    expect(extensions.code).toBe('SLUG_TAKEN');
    expect(message).toContain(slug);
    expect((await open(name, { slug: slug.toLowerCase() }))['slug']).toBe(slug.toLowerCase());
    await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id });
    expect((await open(name, { slug }))['slug']).toBe(slug);
  });
});

describe('createSession', () => {
  it('S1 E1: is SESSION_CONFLICT beside an active one, names it, and replaces it when told to', async () => {
    const user = identity();
    const first = await makeSession(api, { user });
    const input = { user, platform: 'telegram' };
    expect((await refuse(api, 'createSession', input)).extensions).toMatchObject({
      code: 'SESSION_CONFLICT',
      activeSessionId: first.id,
    });
    const second = await act(api, 'createSession', { ...input, replace: true });
    expect(second['id']).not.toBe(first.id);
    expect(await readSession(api, first.id)).toMatchObject({ status: 'ENDED', endReason: 'REPLACED' });
    expect((await eventsOf(api, first.id)).at(-1)).toMatchObject({
      type: 'SESSION_ENDED',
      payload: { reason: 'REPLACED' },
    });
    expect((await activeSession(api, user))?.['id']).toBe(second['id']);
  });

  it('S1: leaves the active one as it is where its replacement is refused', async () => {
    const user = identity();
    const first = await makeSession(api, { user });
    const { slug } = await makeSession(api);
    const refused = await refuse(api, 'createSession', { user, platform: 'telegram', replace: true, slug });
    expect(refused.extensions.code).toBe('SLUG_TAKEN');
    expect(await eventTypes(api, first.id)).toEqual(['SESSION_STARTED']);
    expect(await readSession(api, first.id)).toMatchObject({ status: 'ACTIVE' });
  });

  it('S1: makes a new one beside paused and ended ones', async () => {
    const user = { id: (await makeUser(api)).id };
    const paused = await act(api, 'createSession', { user, platform: 'telegram' });
    await act(api, 'pauseSession', { id: paused['id'] });
    const ended = await act(api, 'createSession', { user, platform: 'telegram' });
    await act(api, 'endSession', { id: ended['id'] });
    const active = await act(api, 'createSession', { user, platform: 'telegram' });
    expect(await readSession(api, paused['id'])).toMatchObject({ status: 'PAUSED' });
    expect((await activeSession(api, user))?.['id']).toBe(active['id']);
  });
});

describe('activeSession', () => {
  it('S13 U1: is null for unknown users, identities, keys and platforms, and makes nobody', async () => {
    const { userId } = await makeSession(api);
    const who = identity();
    for (const user of [{ id: UNKNOWN }, { id: 'nobody' }, who]) expect(await activeSession(api, user)).toBeNull();
    expect(await activeSession(api, { id: userId }, 'other')).toBeNull();
    expect(await readUser(api, who)).toBeNull();
    expect(await activeSession(api, { id: userId.toUpperCase() })).toMatchObject({ userId });
  });

  it('refuses a platform of a wrong form and a user that is not exactly one as BAD_USER_INPUT', async () => {
    const document =
      'query ($user: UserRef!, $platform: String!) { activeSession(user: $user, platform: $platform) { id } }';
    const cases = [
      [{ user: { id: UNKNOWN }, platform: '../x' }, 'platform'],
      [{ user: {}, platform: 'web' }, 'user'],
    ] as const;
    for (const [input, field] of cases) {
      expect((await api.refused(document, input)).extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    }
  });
});

describe('the platforms that a deployment allows', () => {
  it('S10: refuses sessions on others as BAD_USER_INPUT, and takes identities of any', async () => {
    const narrow = await startTestApi({ beside: api, config: { platforms: ['telegram', 'web'] } });
    for (const name of OPENINGS) {
      const { extensions } = await refuse(narrow, name, { user: identity(), platform: 'discord' });
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.platform' });
      await act(narrow, name, { user: identity('discord'), platform: 'web' });
    }
    await narrow.stop();
  });
});
