import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../core/ids.js';
import { fingerprintOf } from '../testing/database-state.js';
import { makeSession, say, unique } from '../testing/make.js';
import { OPERATIONS, servedOperations, sessionOf, type Ground } from '../testing/operations.js';
import { bearer, makeOperator, makePerson, makeToken } from '../testing/people.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

/** Operations that speak of no thing of a user's, or that no user token may use: the matrix has them. */
const OF_NOBODY = new Set(
  [
    'viewer sessions users searchMessages appVariables apiKeys operators auditLog cleanupSessions upsertUser linkIdentity unlinkIdentity',
    'createUserToken createApiKey revokeApiKey createOperator updateOperator signIn signOut changePassword setUp',
  ]
    .join(' ')
    .split(' '),
);

describe('what is another user’s', () => {
  let api: TestApi;
  let ground: Ground;
  let stranger: TestApi;
  let strangersId: string;
  beforeAll(async () => {
    api = await startTestApi();
    ground = { api, user: await makePerson(api), operator: await makeOperator(api, 'VIEWER') };
    strangersId = (await makePerson(api)).id;
    stranger = api.as(bearer(await makeToken(api, strangersId)));
  });
  afterAll(() => api.stop());

  /** What comes back, with the names of what was asked for taken out. */
  const answerTo = async (document: string, variables: object, names: readonly string[]): Promise<string> => {
    const { status, data, errors } = await stranger.send(document, variables);
    return names.reduce((text, name) => text.replaceAll(name, '…'), JSON.stringify({ status, data, errors }));
  };

  /** Sends the same of what is there and of what is not, and expects that nobody could tell them apart. */
  async function expectSame(document: string, variables: object, ownId = strangersId): Promise<string> {
    const text = JSON.stringify(variables);
    const names = [...new Set(text.match(NAMES) ?? [])].filter((name) => name !== ownId);
    expect(names).not.toEqual([]);
    const missing = names.reduce((made, name) => made.replaceAll(name, nameLike(name)), text);
    const before = await fingerprintOf(api);
    const there = await answerTo(document, variables, names);
    expect(there, document).toBe(await answerTo(document, JSON.parse(missing) as object, missing.match(NAMES) ?? []));
    expect(await fingerprintOf(api), document).toBe(before);
    return there;
  }

  it('X1 X3: is asked for in each operation that a user token may use', async () => {
    const served = await servedOperations(api, 'Query', 'Mutation', 'Subscription');
    expect([...OF_NOBODY].filter((name) => !served.includes(name))).toEqual([]);
    const { data } = await stranger.send('{ viewer { userId } }');
    expect(data).toEqual({ viewer: { userId: strangersId } });
  });

  it.each(Object.keys(OPERATIONS).filter((name) => !OF_NOBODY.has(name)))(
    'X1 X3 S13: is the same to %s as what is not there, and stays as it is',
    async (operation) => {
      const { document = '', variables } = OPERATIONS[operation] ?? {};
      const answer = await expectSame(document, (await variables?.(ground)) ?? {});
      expect(answer).toMatch(/"data":\{"\w+":(null|false|\{"nodes":\[\]\})\}|"code":"NOT_FOUND"/);
    },
  );

  it('X1 X3: is the same as what is not there by its slug, by the id of its user, and in a user’s own filters', async () => {
    const { slug } = await sessionOf(ground, { slug: unique('slug') });
    await expectSame('query ($slug: String) { session(slug: $slug) { id } }', { slug });
    const { id } = ground.user;
    await expectSame('query ($id: ID!) { user(ref: { id: $id }) { id } }', { id });
    await expectSame('query ($id: ID) { sessions(filter: { userId: $id }) { nodes { id } } }', { id });
    await expectSame('query ($id: ID!) { activeSession(user: { id: $id }, platform: "telegram") { id } }', { id });
  });

  it('X3: cannot be opened by its user’s id either', async () => {
    for (const operation of ['getOrCreateSession', 'createSession']) {
      const { document = '' } = OPERATIONS[operation] ?? {};
      await expectSame(document, { input: { user: { id: ground.user.id }, platform: 'telegram' } });
    }
  });

  it.each([
    ['USER', (sessionId: string) => ({ scope: 'USER', sessionId })],
    ['USER by id', () => ({ scope: 'USER', user: { id: ground.user.id } })],
    ['USER by identity', () => ({ scope: 'USER', user: { identity: identityOf(ground) } })],
    ['PLATFORM', (sessionId: string) => ({ scope: 'PLATFORM', sessionId })],
    ['PLATFORM by id', () => ({ scope: 'PLATFORM', user: { id: ground.user.id }, platform: 'telegram' })],
  ])('X3 U3: takes no variable of scope %s from a stranger', async (_scope, targetOf) => {
    const target = targetOf((await sessionOf(ground)).id);
    for (const [operation, more] of Object.entries(VARIABLE_ACTS)) {
      const { document = '' } = OPERATIONS[operation] ?? {};
      await expectSame(document, { input: { target, ...more } });
    }
  });

  it('X3: is no part of what a stranger writes in a session of their own', async () => {
    const own = await makeSession(stranger, { user: { id: strangersId } });
    const theirs = await sessionOf(ground);
    const { joinSession } = await api.ok(
      'mutation ($id: ID!) { joinSession(input: { sessionId: $id, kind: HUMAN, name: "Ada" }) { id } }',
      theirs,
    );
    const joining = { sessionId: own.id, kind: 'HUMAN', name: 'Spy', userId: ground.user.id };
    const saying = { role: 'USER', content: 'x', participantId: joinSession.id as string };
    for (const [operation, input] of [
      ['joinSession', joining],
      ['addMessage', { sessionId: own.id, message: saying }],
      ['addMessages', { sessionId: own.id, messages: [saying] }],
    ] as const) {
      const { document = '' } = OPERATIONS[operation] ?? {};
      expect(await expectSame(document, { input }, own.id)).toContain('"errors":[');
    }
  });

  it('X3: is in no list, count or search of a stranger’s', async () => {
    const word = unique('secretword').replaceAll('-', 'x');
    await say(api, (await sessionOf(ground, { title: word })).id, word);
    const own = await makeSession(stranger, { user: { id: strangersId }, key: 'list' });
    await say(stranger, own.id, 'mine');
    const answer = await stranger.ok(
      `query ($word: String!) {
        sessions(first: 100) { totalCount nodes { userId } }
        searched: sessions(filter: { search: $word }) { totalCount nodes { id } }
        searchMessages(query: $word) { totalCount nodes { id } }
        mine: searchMessages(query: "mine") { totalCount }
        user(ref: { id: "${strangersId}" }) { sessions { nodes { userId } } }
      }`,
      { word },
    );
    const users = [...answer['sessions'].nodes, ...answer['user'].sessions.nodes].map(({ userId }) => userId as string);
    expect(new Set(users)).toEqual(new Set([strangersId]));
    expect(answer['sessions'].totalCount).toBe(answer['sessions'].nodes.length);
    expect(answer).toMatchObject({
      searched: { totalCount: 0, nodes: [] },
      searchMessages: { totalCount: 0, nodes: [] },
      mine: { totalCount: 1 },
    });
  });

  it('X3: is behind no cursor of somebody who may see it', async () => {
    for (let n = 0; n < 3; n++) await sessionOf(ground);
    const { sessions } = await api.ok('{ sessions(first: 1) { pageInfo { endCursor } } }');
    const answer = await stranger.send(
      'query ($after: Cursor) { sessions(after: $after, first: 100) { nodes { userId } } }',
      {
        after: sessions.pageInfo.endCursor,
      },
    );
    const seen = (answer.data?.['sessions'].nodes ?? []) as { userId: string }[];
    expect(seen.filter(({ userId }) => userId !== strangersId)).toEqual([]);
  });
});

/** Ids, and the names that tests make. */
const NAMES = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(person|slug)-\d+-\d+/g;

const nameLike = (name: string): string =>
  /^(person|slug)/.test(name) ? unique(name.split('-')[0] ?? '') : systemIds.next();

const identityOf = ({ user: { platform, externalId } }: Ground): object => ({ platform, externalId });

const VARIABLE_ACTS = {
  setVariable: { name: 'hp', value: 1 },
  setVariables: { variables: [{ name: 'hp', value: 1 }] },
  incrementVariable: { name: 'hp' },
  deleteVariable: { name: 'hp' },
};
