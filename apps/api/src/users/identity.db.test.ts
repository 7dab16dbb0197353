import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, attempt, countDeadlocks, eventsOfUser, holdLocks, readUser, untilWaiting } from '../testing/acts.js';
import { identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

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

/** Calls on two nodes in turn, all at once. */
const atOnce = <Result>(count: number, call: (node: TestApi, at: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => call(at % 2 === 0 ? api : other, at)));

const anIdentity = (platform = 'discord'): { platform: string; externalId: string } => ({
  platform,
  externalId: unique('id'),
});

const ownersOf = (externalId: string): Promise<Record<string, any>[]> =>
  api.rows('SELECT user_id FROM identity WHERE external_id = $1', [externalId]);

describe('linkIdentity at the same time', () => {
  it('U1 U2: of 20 users who want one identity exactly one gets it, the others are IDENTITY_TAKEN', async () => {
    const users = await atOnce(20, (node) => makeUser(node));
    const wanted = anIdentity();
    const tries = await atOnce(20, (node, at) => attempt(node, 'linkIdentity', { userId: users[at]?.id, ...wanted }));
    expect(tries.filter(({ code }) => code === null)).toHaveLength(1);
    expect(tries.filter(({ code }) => code === 'IDENTITY_TAKEN')).toHaveLength(19);
    const [owner, ...more] = await ownersOf(wanted.externalId);
    expect(more).toEqual([]);
    expect(owner?.['user_id']).toBe(tries.find(({ code }) => code === null)?.done.id);
  });

  it('U2 E1: moved to and fro by 20 callers it ends with one owner, and the streams tell each move', async () => {
    const users = [await makeUser(api), await makeUser(api)].map(({ id }) => id);
    const moved = anIdentity();
    await act(api, 'linkIdentity', { userId: users[0], ...moved });
    await atOnce(20, (node, at) =>
      act(node, 'linkIdentity', { userId: users[at % 2 === 0 ? 1 : 0], ...moved, move: true }),
    );
    const [owner, ...more] = await ownersOf(moved.externalId);
    expect(more).toEqual([]);
    for (const id of users) {
      const types = (await eventsOfUser(api, id)).map(({ type }) => type as string);
      const linked = types.filter((type) => type === 'IDENTITY_LINKED').length;
      expect(linked - (types.length - linked)).toBe(owner?.['user_id'] === id ? 1 : 0);
      expect(types.every((type, at) => type === (at % 2 === 0 ? 'IDENTITY_LINKED' : 'IDENTITY_UNLINKED'))).toBe(true);
    }
  });

  it('U2 E1: of 15 identities made primary on one platform one is primary in the end, and each that is so no longer is told', async () => {
    const { id } = await makeUser(api);
    await atOnce(15, (node) => act(node, 'linkIdentity', { userId: id, ...anIdentity(), primary: true }));
    const identities = (await readUser(api, { id }))?.['identities'] as Record<string, any>[];
    expect(identities).toHaveLength(15);
    expect(identities.filter(({ primary }) => primary)).toHaveLength(1);
    expect((await eventsOfUser(api, id)).map(({ seq }) => seq as number)).toEqual(
      Array.from({ length: 15 + 14 }, (_, at) => at + 1),
    );
  });

  it('U2: the database refuses a second primary identity on one platform, whoever writes it', async () => {
    const { id } = await makeUser(api);
    await act(api, 'linkIdentity', { userId: id, ...anIdentity(), primary: true });
    const second = `INSERT INTO identity (platform, external_id, user_id, verified, "primary", search, linked_at, linked_seq)
      VALUES ('discord', $1, $2, false, true, '', now(), 2)`;
    await expect(api.rows(second, [unique('id'), id])).rejects.toMatchObject({
      code: '23505',
      constraint: 'identity_primary',
    });
  });

  it('U2: unlinking the primary one while another becomes primary waits, and is no deadlock', async () => {
    const { id } = await makeUser(api);
    const [first, second] = [anIdentity(), anIdentity()];
    await act(api, 'linkIdentity', { userId: id, ...first, primary: true });
    const before = await countDeadlocks(api);
    const letGo = await holdLocks(api, 'SELECT FROM "user" WHERE id = $1 FOR UPDATE', [id]);
    const linking = act(api, 'linkIdentity', { userId: id, ...second, primary: true });
    await untilWaiting(api, 1);
    const unlinking = act(other, 'unlinkIdentity', first);
    await untilWaiting(api, 2);
    await letGo();
    await Promise.all([linking, unlinking]);
    expect((await readUser(api, { id }))?.['identities']).toMatchObject([{ ...second, primary: true }]);
    expect(await countDeadlocks(api)).toBe(before);
  });
});

describe('opening and linking at the same time', () => {
  it('U1: an identity that is linked while a session is opened for it has one user, whose session it is', async () => {
    for (let round = 0; round < 5; round++) {
      const who = identity();
      const { id: userId } = await makeUser(api);
      const [opened, linked] = await Promise.all([
        makeSession(api, { user: who }),
        attempt(other, 'linkIdentity', { userId, ...who.identity }),
      ]);
      const [owner, ...more] = await ownersOf(who.identity.externalId);
      expect(more).toEqual([]);
      expect(owner?.['user_id']).toBe(opened.userId);
      expect(opened.userId === userId).toBe(linked.code === null);
      expect([null, 'IDENTITY_TAKEN']).toContain(linked.code);
    }
  });

  it('U1: of 20 sessions created for one unknown person on 20 keys all belong to one user', async () => {
    const user = identity();
    const made = await atOnce(20, (node, at) =>
      act(node, 'createSession', { user, platform: 'telegram', key: `tab-${at}` }),
    );
    expect(new Set(made.map(({ userId }) => userId as string)).size).toBe(1);
    expect(await eventsOfUser(api, made[0]?.['userId'])).toHaveLength(1);
  });

  it('U1: opening leaves no user behind where it is refused', async () => {
    const { slug } = await makeSession(api);
    const user = identity();
    expect((await attempt(api, 'createSession', { user, platform: 'telegram', slug })).code).toBe('SLUG_TAKEN');
    expect(await readUser(api, user)).toBeNull();
    expect(await ownersOf(user.identity.externalId)).toEqual([]);
  });
});
