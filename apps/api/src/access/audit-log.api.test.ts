import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../testing/acts.js';
import { makeSession, unique } from '../testing/make.js';
import { makeOperator, makePerson, makeSignedIn } from '../testing/people.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const LOG = `query ($actorId: String, $action: String, $first: Int, $after: Cursor) {
  auditLog(actorId: $actorId, action: $action, first: $first, after: $after) {
    totalCount nodes { id at action target requestId details actor { kind id name } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`;

type Entry = Record<string, any>;

describe('what the audit log tells', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const page = async (args: object): Promise<{ totalCount: number; nodes: Entry[]; pageInfo: Record<string, any> }> =>
    (await api.ok(LOG, args))['auditLog'];
  const newest = async (): Promise<Entry> => (await page({ first: 1 })).nodes[0] ?? {};
  const operatorApi = async (): Promise<TestApi> => api.as((await makeSignedIn(api, 'ADMIN')).headers);

  it('X5: is who did what to what, when, through which request', async () => {
    const { id, headers } = await makeSignedIn(api, 'SUPPORT');
    const session = await makeSession(api);
    const answer = await api.as(headers).send('mutation ($id: ID!) { touchSession(id: $id) { id } }', session);
    expect(await newest()).toMatchObject({
      action: 'touchSession',
      target: session.id,
      actor: { kind: 'OPERATOR', id, name: 'Olga' },
      requestId: answer.headers['x-request-id'],
    });
    const { at } = await newest();
    expect(Math.abs(Date.parse(String(at)) - api.clock.now().getTime())).toBeLessThan(5_000);
  });

  it('X5: is a session before and after', async () => {
    const by = await operatorApi();
    const { id } = await makeSession(api, { title: 'Before' });
    await act(by, 'updateSession', { id, title: 'After', idleTimeoutSeconds: 60 });
    const { details } = await newest();
    expect(details).toMatchObject({
      before: { title: 'Before', idleTimeoutSeconds: 3_600 },
      events: [{ type: 'SESSION_UPDATED', payload: { title: 'After', idleTimeoutSeconds: 60 } }],
    });
    for (const [mutation, before, after] of [
      ['pauseSession', 'ACTIVE', 'PAUSED'],
      ['resumeSession', 'PAUSED', 'ACTIVE'],
      ['endSession', 'ACTIVE', 'ENDED'],
    ] as const) {
      await act(by, mutation, { id });
      expect(await newest()).toMatchObject({
        action: mutation,
        target: id,
        details: { before: { status: before }, after: { status: after } },
      });
    }
  });

  it('X5: is an operator before and after, and of a password only that it is another', async () => {
    const by = await operatorApi();
    const { id, email } = await makeOperator(api, 'VIEWER');
    const update = (changes: object) =>
      by.ok('mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id } }', {
        input: { id, ...changes },
      });
    await update({ role: 'SUPPORT', name: 'Oleg' });
    expect(await newest()).toMatchObject({
      target: id,
      details: {
        before: { email, name: 'Olga', role: 'VIEWER', disabled: false },
        after: { email, name: 'Oleg', role: 'SUPPORT', disabled: false },
      },
    });
    await update({ disabled: true, password: 'another long password' });
    expect((await newest())['details'].after).toMatchObject({ disabled: true, password: 'changed' });
  });

  it('X5: is a user before and after, and whose an identity was', async () => {
    const by = await operatorApi();
    const [one, two] = [await makePerson(api), await makePerson(api)];
    await act(by, 'upsertUser', { id: one.id, displayName: 'Ada' });
    expect(await newest()).toMatchObject({
      target: one.id,
      details: { before: { displayName: null }, after: { displayName: 'Ada' } },
    });
    const { platform, externalId } = one;
    await act(by, 'linkIdentity', { userId: two.id, platform, externalId, move: true });
    const entry = await newest();
    expect(entry).toMatchObject({ target: two.id, details: { before: { userId: one.id } } });
    expect(entry['details'].events.map(({ type }: Entry) => type as string)).toEqual([
      'IDENTITY_UNLINKED',
      'IDENTITY_LINKED',
    ]);
  });

  it('X5: is a key’s name and scopes, and that somebody may speak for a user', async () => {
    const by = await operatorApi();
    const input = { name: unique('bot'), scopes: ['READ', 'POINTS'] };
    const { createApiKey } = await by.ok(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id prefix } } }',
      { input },
    );
    const { id, prefix } = createApiKey.apiKey as { id: string; prefix: string };
    expect(await newest()).toMatchObject({ target: id, details: { after: { ...input, prefix } } });
    const person = await makePerson(api);
    await by.ok('mutation ($id: ID!) { createUserToken(user: { id: $id }, ttlSeconds: 60) { token } }', person);
    expect(await newest()).toMatchObject({ action: 'createUserToken', target: person.id });
  });

  it('X5: is read newest first, page by page, by actor and by action', async () => {
    const { id: actorId, headers } = await makeSignedIn(api, 'SUPPORT');
    const sessions = [];
    for (let n = 0; n < 7; n++) sessions.push(await makeSession(api));
    for (const session of sessions)
      await api.as(headers).ok('mutation ($id: ID!) { touchSession(id: $id) { id } }', session);
    const seen: string[] = [];
    let after: unknown = null;
    for (let more = true; more;) {
      const { nodes, pageInfo, totalCount } = await page({ actorId, action: 'touchSession', first: 3, after });
      expect(totalCount).toBe(7);
      seen.push(...nodes.map(({ target }) => target as string));
      ({ hasNextPage: more, endCursor: after } = pageInfo as { hasNextPage: boolean; endCursor: string });
      // Others that come in between are no matter of who reads on.
      await makeSession(api);
    }
    expect(seen).toEqual(sessions.map(({ id }) => id).toReversed());
    expect((await page({ actorId })).nodes.map(({ action }) => action as string)).toEqual([
      ...Array<string>(7).fill('touchSession'),
      'signIn',
    ]);
    const { nodes } = await page({ action: 'createOperator', first: 100 });
    expect(new Set(nodes.map(({ action }) => action as string))).toEqual(new Set(['createOperator']));
    expect((await page({ actorId: 'nobody' })).nodes).toEqual([]);
  });

  it.each([{ first: 0 }, { first: 101 }, { first: -1 }, { after: 'bm90aGluZw' }])(
    'X5: is not read with %j',
    async (args) => {
      expect((await api.refused(LOG, args)).extensions.code).toBe('BAD_USER_INPUT');
    },
  );

  it('X5: is not read by a cursor of another list', async () => {
    const { sessions } = await api.ok('{ sessions(first: 1) { pageInfo { endCursor } } }');
    const refusal = await api.refused(LOG, { after: sessions.pageInfo.endCursor });
    expect(refusal.extensions.code).toBe('BAD_USER_INPUT');
  });
});
