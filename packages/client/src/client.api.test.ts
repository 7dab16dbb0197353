import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, FoyerError, type FoyerClient } from './client.js';
import { AppVariablesDocument, SetVariableDocument } from './generated/graphql.js';
import { TestApi } from './testing/api.js';

// Each works on a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const api = new TestApi();
let client: FoyerClient;
beforeAll(async () => {
  await api.start();
  // More patient than by default: how long a restart takes is the machine's to say.
  client = createClient({ url: api.url, apiKey: api.key, retries: 12 });
}, 120_000);
afterAll(() => api.remove(), 120_000);

const user = (externalId: string) => ({ identity: { platform: 'web', externalId } });
const open = async (externalId: string) =>
  (await client.getOrCreateSession({ user: user(externalId), platform: 'web' })).session;

describe('FoyerClient against the API', () => {
  it('leads a session through its life', async () => {
    const { session, created } = await client.getOrCreateSession({
      user: user('life'),
      platform: 'web',
      title: 'First',
    });
    const { id } = session;
    expect({ created, title: session.title, status: session.status }).toEqual({
      created: true,
      title: 'First',
      status: 'ACTIVE',
    });
    expect((await client.getOrCreateSession({ user: user('life'), platform: 'web' })).created).toBe(false);
    expect((await client.session({ id }))?.slug).toBe(session.slug);
    expect((await client.session({ slug: session.slug }))?.id).toBe(id);
    expect((await client.activeSession({ user: user('life'), platform: 'web' }))?.id).toBe(id);
    expect((await client.updateSession({ id, metadata: { a: 1 } })).metadata).toEqual({ a: 1 });
    expect((await client.touchSession(id)).id).toBe(id);
    expect((await client.pauseSession({ id })).status).toBe('PAUSED');
    expect((await client.resumeSession({ id })).status).toBe('ACTIVE');
    expect(await client.endSession({ id, reason: 'TERMINATED' })).toMatchObject({
      status: 'ENDED',
      endReason: 'TERMINATED',
    });
    expect((await client.sessions({ filter: { search: session.slug } })).nodes.map((one) => one.id)).toEqual([id]);
    expect(await client.deleteSession(id)).toBe(true);
    expect(await client.deleteSession(id)).toBe(false);
    expect(await client.session({ id })).toBeNull();
    expect(await client.messages({ sessionId: id })).toBeNull();
    expect(await client.variables({ sessionId: id })).toBeNull();
    expect(await client.context({ sessionId: id })).toBeNull();
  });

  it('adds, pages, finds and redacts messages', async () => {
    const { id: sessionId } = await open('messages');
    const first = await client.addMessage({
      sessionId,
      message: { role: 'USER', content: 'Hummingbird', externalId: 'm1' },
    });
    const again = await client.addMessage({ sessionId, message: { role: 'USER', content: 'Other', externalId: 'm1' } });
    expect(again).toEqual(first);
    const roles = ['ASSISTANT', 'TOOL', 'SYSTEM'] as const;
    await client.addMessages({ sessionId, messages: roles.map((role) => ({ role, content: role })) });
    const page = await client.messages({ sessionId, first: 3 });
    expect(page?.nodes.map(({ content }) => content)).toEqual(['Hummingbird', 'ASSISTANT', 'TOOL']);
    const rest = await client.messages({ sessionId, first: 3, after: page?.pageInfo.endCursor ?? null });
    expect(rest?.nodes.map(({ content }) => content)).toEqual(['SYSTEM']);
    expect(rest?.pageInfo.hasNextPage).toBe(false);
    expect((await client.searchMessages({ query: 'hummingbird' })).nodes.map(({ id }) => id)).toEqual([first.id]);
    expect(await client.redactMessage({ id: first.id })).toMatchObject({ id: first.id, content: '' });
  });

  it('keeps variables with versions, and says which version stands in the way', async () => {
    const { id: sessionId } = await open('variables');
    const target = { sessionId };
    expect((await client.setVariable({ target, name: '__proto__', value: { deep: [1] } })).version).toBe(1);
    expect(
      (
        await client.setVariables({
          target,
          variables: [
            { name: 'a', value: 1 },
            { name: 'b', value: 2 },
          ],
        })
      ).length,
    ).toBe(2);
    expect((await client.incrementVariable({ target, name: 'a', by: 0.5 })).value).toBe(1.5);
    expect((await client.variable({ sessionId, name: '__proto__' }))?.value).toEqual({ deep: [1] });
    expect((await client.variables({ sessionId, scope: 'SESSION' }))?.map(({ name }) => name).toSorted()).toEqual([
      '__proto__',
      'a',
      'b',
    ]);
    expect(await client.deleteVariable({ target, name: 'b' })).toBe(true);
    const conflict = client.setVariable({ target, name: 'a', value: 0, expectedVersion: 1 });
    await expect(conflict).rejects.toMatchObject({ code: 'VERSION_CONFLICT', extensions: { currentVersion: 2 } });
  });

  it('keeps the working context', async () => {
    const { id: sessionId } = await open('context');
    expect(await client.addNotebook({ sessionId, notebook: 'n' })).toEqual(['n']);
    expect(await client.addIntegration({ sessionId, integration: 'i' })).toEqual(['i']);
    expect((await client.setCurrentTask({ sessionId, id: 't', description: 'd', status: 'PENDING' }))?.id).toBe('t');
    const { id } = await client.joinSession({ sessionId, kind: 'AI', name: 'Guide' });
    expect(await client.context({ sessionId })).toMatchObject({
      notebooks: ['n'],
      integrations: ['i'],
      currentTask: { id: 't' },
      participants: [{ id, name: 'Guide', leftAt: null }],
    });
    expect((await client.leaveSession(id)).leftAt).not.toBeNull();
    await client.clearCurrentTask(sessionId);
    expect(await client.removeNotebook({ sessionId, notebook: 'n' })).toEqual([]);
    expect(await client.removeIntegration({ sessionId, integration: 'i' })).toEqual([]);
    expect(await client.context({ sessionId })).toMatchObject({ currentTask: null, participants: [] });
    expect((await client.context({ sessionId, includeLeft: true }))?.participants).toHaveLength(1);
  });

  it('knows users by their identities', async () => {
    const { id } = await client.upsertUser({ displayName: 'Ada' });
    await client.linkIdentity({ userId: id, platform: 'telegram', externalId: 'ada' });
    expect(await client.user({ identity: { platform: 'telegram', externalId: 'ada' } })).toMatchObject({
      id,
      displayName: 'Ada',
    });
    expect((await client.users({ search: 'ada' })).nodes.map((one) => one.id)).toEqual([id]);
    expect(await client.user({ identity: { platform: 'telegram', externalId: 'nobody' } })).toBeNull();
  });

  it("runs documents of one's own, typed or as text", async () => {
    const { viewer } = await client.query<{ viewer: { kind: string } }>('{ viewer { kind } }');
    expect(viewer.kind).toBe('APP');
    expect((await client.query(AppVariablesDocument)).appVariables).toEqual([]);
    const text = 'mutation Set($input: SetVariableInput!) { setVariable(input: $input) { version } }';
    const input = { target: { scope: 'APP' }, name: 'n', value: 1 };
    const data = await client.mutate<{ setVariable: { version: number } }>(text, { input });
    expect(data.setVariable.version).toBe(1);
  });

  it('applies a mutation once whose idempotency key is sent twice', async () => {
    const { id: sessionId } = await open('once');
    const input = { target: { sessionId }, name: 'n', idempotencyKey: 'once' };
    expect((await client.incrementVariable(input)).value).toBe(1);
    expect((await client.incrementVariable(input)).value).toBe(1);
    expect((await client.incrementVariable({ ...input, idempotencyKey: 'twice' })).value).toBe(2);
  });

  it.each([
    [
      'a field',
      'BAD_USER_INPUT',
      () => client.addMessage({ sessionId: 'x', message: { role: 'USER', content: 'a\u0000' } }),
    ],
    ['an unknown session', 'NOT_FOUND', () => client.touchSession('01900000-0000-7000-8000-000000000000')],
    ['an unknown field', 'GRAPHQL_VALIDATION_FAILED', () => client.query('{ viewer { nonsense } }')],
    [
      'a wrong key',
      'UNAUTHENTICATED',
      () => createClient({ url: api.url, apiKey: 'wrong' }).query('{ viewer { id } }'),
    ],
  ])('names the code of a refusal: %s', async (_, code, call) => {
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FoyerError);
    expect(error).toMatchObject({ code });
  });

  it('X3: makes a token with which another client acts for that user alone', async () => {
    const mine = await open('token');
    const other = await open('token-other');
    const { token, expiresAt } = await client.createUserToken({ user: { id: mine.userId }, ttlSeconds: 60 });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const theirs = createClient({ url: api.url, apiKey: () => token });
    expect((await theirs.sessions()).nodes.map(({ id }) => id)).toEqual([mine.id]);
    expect(await theirs.session({ id: other.id })).toBeNull();
    await expect(theirs.users()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('bridges a restart of the API without its user noticing, and without doing anything twice', async () => {
    const { id: sessionId } = await open('restart');
    await api.stop();
    const calls = Promise.all([
      client.incrementVariable({ target: { sessionId }, name: 'n' }),
      client.session({ id: sessionId }),
      // The document by itself carries no key: what is not known to be harmless is not repeated.
      client
        .mutate(SetVariableDocument, { input: { target: { sessionId }, name: 'm', value: 1 } })
        .catch((error: unknown) => error),
    ]);
    await api.start();
    const [variable, session, refused] = await calls;
    expect(variable.value).toBe(1);
    expect(session?.id).toBe(sessionId);
    expect(refused).toMatchObject({ code: 'NETWORK_ERROR' });
  }, 120_000);
});
