import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, eventsOfUser, readUser, refuse } from '../testing/acts.js';
import { identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const anIdentity = (platform = 'discord'): { platform: string; externalId: string } => ({
  platform,
  externalId: unique('id'),
});
const identitiesOf = async (id: string): Promise<Record<string, any>[]> =>
  (await readUser(api, { id }))?.['identities'];

describe('linkIdentity', () => {
  it('U2 E1: links with name, verified and primary, and tells it in the stream of the user', async () => {
    const { id } = await makeUser(api);
    const given = { ...anIdentity(), displayName: 'Ada', verified: true, primary: true };
    const user = await act(api, 'linkIdentity', { userId: id, ...given });
    expect(user['identities']).toMatchObject([given]);
    expect(await eventsOfUser(api, id)).toMatchObject([
      {
        type: 'IDENTITY_LINKED',
        seq: 1,
        platform: 'discord',
        payload: given,
        stack: ['linkIdentity'],
        actor_kind: 'app',
      },
    ]);
  });

  it('U2 E1: linking what is linked already changes nothing and writes no event', async () => {
    const { id } = await makeUser(api);
    const linked = { ...anIdentity(), displayName: 'Ada', verified: true };
    const first = await act(api, 'linkIdentity', { userId: id, ...linked });
    for (const again of [
      linked,
      { ...linked, displayName: null },
      { ...linked, verified: false },
      { ...linked, move: true },
    ]) {
      expect(await act(api, 'linkIdentity', { userId: id, ...again })).toEqual(first);
    }
    expect(await eventsOfUser(api, id)).toHaveLength(1);
  });

  it('U2: knows the user by their id in any case', async () => {
    const { id } = await makeUser(api);
    const one = anIdentity();
    await act(api, 'linkIdentity', { userId: id.toUpperCase(), ...one });
    const user = await act(api, 'linkIdentity', { userId: id.toUpperCase(), ...one, verified: true });
    expect(user).toMatchObject({ id, identities: [{ ...one, verified: true }] });
    expect((await act(api, 'linkIdentity', { userId: id.toUpperCase(), ...one, move: true }))['id']).toBe(id);
    expect((await eventsOfUser(api, id)).map(({ type }) => type as string)).toEqual([
      'IDENTITY_LINKED',
      'IDENTITY_LINKED',
    ]);
  });

  it('E1: a new name, verified or primary is told again', async () => {
    const { id } = await makeUser(api);
    const one = anIdentity();
    await act(api, 'linkIdentity', { userId: id, ...one });
    await act(api, 'linkIdentity', { userId: id, ...one, displayName: 'Ada' });
    await act(api, 'linkIdentity', { userId: id, ...one, verified: true });
    await act(api, 'linkIdentity', { userId: id, ...one, primary: true });
    const told = (await eventsOfUser(api, id)).map(({ payload }) => payload as object);
    expect(told.at(-1)).toEqual({ ...one, displayName: 'Ada', verified: true, primary: true });
    expect(told).toHaveLength(4);
  });

  it('U2: a primary identity takes the place of the one before, on its platform alone', async () => {
    const { id } = await makeUser(api);
    const [first, second, elsewhere] = [anIdentity(), anIdentity(), anIdentity('web')];
    for (const one of [first, elsewhere, second]) await act(api, 'linkIdentity', { userId: id, ...one, primary: true });
    expect(await identitiesOf(id)).toMatchObject([
      { ...first, primary: false },
      { ...elsewhere, primary: true },
      { ...second, primary: true },
    ]);
    await act(api, 'linkIdentity', { userId: id, ...first, primary: true });
    expect((await identitiesOf(id)).map(({ primary }) => primary as boolean)).toEqual([true, true, false]);
  });

  it('U2: another user’s identity is IDENTITY_TAKEN, and theirs still', async () => {
    const [owner, other] = [await makeUser(api), await makeUser(api)];
    const one = anIdentity();
    await act(api, 'linkIdentity', { userId: owner.id, ...one });
    const { message, extensions } = await refuse(api, 'linkIdentity', { userId: other.id, ...one });
    expect(extensions.code).toBe('IDENTITY_TAKEN');
    expect(message).toContain(one.externalId);
    expect(await readUser(api, { identity: one })).toMatchObject({ id: owner.id });
    expect(await eventsOfUser(api, other.id)).toEqual([]);
  });

  it('U2 E1: move takes it over, keeps its name, not that it was verified or primary, and tells both users', async () => {
    const [owner, other] = [await makeUser(api), await makeUser(api)];
    const one = anIdentity();
    await act(api, 'linkIdentity', { userId: owner.id, ...one, displayName: 'Ada', verified: true, primary: true });
    const user = await act(api, 'linkIdentity', { userId: other.id, ...one, move: true });
    expect(user['identities']).toMatchObject([{ ...one, displayName: 'Ada', verified: false, primary: false }]);
    expect(await identitiesOf(owner.id)).toEqual([]);
    expect((await eventsOfUser(api, owner.id)).at(-1)).toMatchObject({
      type: 'IDENTITY_UNLINKED',
      seq: 2,
      payload: one,
    });
    expect((await eventsOfUser(api, other.id)).at(-1)).toMatchObject({ type: 'IDENTITY_LINKED', seq: 1 });
  });

  it('U2: sessions stay with the user whose they were when their identity moves', async () => {
    const who = identity();
    const session = await makeSession(api, { user: who });
    const other = await makeUser(api);
    await act(api, 'linkIdentity', { userId: other.id, ...who.identity, move: true });
    const next = await act(api, 'getOrCreateSession', { user: who, platform: 'telegram' });
    expect(next).toMatchObject({ created: true, session: { userId: other.id } });
    const { user } = await api.ok('query ($ref: UserRef!) { user(ref: $ref) { sessions { nodes { id } } } }', {
      ref: { id: session.userId },
    });
    expect(user.sessions.nodes).toEqual([{ id: session.id }]);
  });

  it('U1: an unknown user is NOT_FOUND, also where the id is no UUID', async () => {
    for (const userId of [UNKNOWN, 'nobody', '']) {
      expect((await refuse(api, 'linkIdentity', { userId, ...anIdentity() })).extensions.code).toBe('NOT_FOUND');
    }
  });

  it('S10: refuses platforms and ids of a wrong form as BAD_USER_INPUT, naming the field', async () => {
    const { id: userId } = await makeUser(api);
    const wrong = [
      [{ platform: '../x', externalId: 'a' }, 'input.platform'],
      [{ platform: 'Telegram', externalId: 'a' }, 'input.platform'],
      [{ platform: '', externalId: 'a' }, 'input.platform'],
      [{ platform: 'web', externalId: '' }, 'input.externalId'],
      [{ platform: 'web', externalId: 'x'.repeat(201) }, 'input.externalId'],
      [{ platform: 'web', externalId: 'a', displayName: 'x'.repeat(201) }, 'input.displayName'],
      [{ platform: 'web', externalId: 'a\u0000b' }, 'input.externalId'],
      [{ platform: 'web', externalId: 'a', idempotencyKey: '' }, 'idempotencyKey'],
    ] as const;
    for (const [input, field] of wrong) {
      const { extensions } = await refuse(api, 'linkIdentity', { userId, ...input });
      expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    }
    expect(await identitiesOf(userId)).toEqual([]);
  });

  it('U1: takes any text of 1 to 200 characters as external id, compared as given', async () => {
    const { id: userId } = await makeUser(api);
    const names = ['a', 'A', '\u{1F600}'.repeat(200), "o'brien; --", 'e\u0301', '\u00e9', '__proto__', ' '];
    for (const externalId of names) await act(api, 'linkIdentity', { userId, platform: 'web', externalId });
    expect((await identitiesOf(userId)).map(({ externalId }) => externalId as string)).toEqual(names);
  });
});

describe('unlinkIdentity', () => {
  it('U2 E1: takes it from its user, tells it, and whoever comes with it next is somebody new', async () => {
    const who = identity();
    const { userId } = await makeSession(api, { user: who });
    expect(await act(api, 'unlinkIdentity', who.identity)).toMatchObject({ id: userId, identities: [] });
    expect((await eventsOfUser(api, userId)).at(-1)).toMatchObject({
      type: 'IDENTITY_UNLINKED',
      seq: 2,
      payload: who.identity,
    });
    expect(await readUser(api, who)).toBeNull();
    expect((await makeSession(api, { user: who })).userId).not.toBe(userId);
  });

  it('U1: an unknown identity is NOT_FOUND; a wrong form is BAD_USER_INPUT', async () => {
    expect((await refuse(api, 'unlinkIdentity', anIdentity())).extensions.code).toBe('NOT_FOUND');
    expect((await refuse(api, 'unlinkIdentity', { platform: 'X', externalId: 'a' })).extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.platform',
    });
  });
});
