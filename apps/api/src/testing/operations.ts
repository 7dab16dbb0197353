import { systemIds } from '../core/ids.js';
import { makeKey, makeOperator, newPassword, type MadeOperator, type MadePerson } from './people.js';
import { makeSession, say, unique } from './make.js';
import type { TestApi } from './test-api.js';

/*
 * Every operation of the API, each with a document and with what it needs to succeed for whoever may use it: things of one user,
 * made anew for each call. Tests of what all operations have in common go through this list; one of them compares it with the schema.
 */

/** Whose things are worked on, and who makes them. */
export interface Ground {
  /** Asks as somebody who may do everything. */
  readonly api: TestApi;
  readonly user: MadePerson;
  /** Somebody who can sign in. */
  readonly operator: MadeOperator;
  /** Password of whoever is going to ask, where they are an operator. */
  readonly ownPassword?: string;
}

type Variables = Record<string, unknown>;

export interface OperationCase {
  readonly document: string;
  readonly variables: (ground: Ground) => Variables | Promise<Variables>;
}

const TELEGRAM = 'telegram';

/** A new session of the ground's user, under a key of its own. */
export const sessionOf = ({ api, user }: Ground, more: object = {}): Promise<{ id: string; slug: string }> =>
  makeSession(api, { user: { id: user.id }, platform: TELEGRAM, key: unique('key'), ...more });

const messageOf = async (ground: Ground): Promise<{ id: string; sessionId: string }> => {
  const session = await sessionOf(ground);
  const message = await say(ground.api, session.id);
  return { id: message['id'] as string, sessionId: session.id };
};

const participantOf = async (ground: Ground): Promise<{ id: string; sessionId: string }> => {
  const session = await sessionOf(ground);
  const { joinSession } = await ground.api.ok(
    'mutation ($id: ID!) { joinSession(input: { sessionId: $id, kind: HUMAN, name: "Ada" }) { id } }',
    { id: session.id },
  );
  return { id: joinSession.id as string, sessionId: session.id };
};

const refOf = ({ user: { platform, externalId } }: Ground): object => ({ identity: { platform, externalId } });

/** A mutation with one input, made of a session's id. */
const onSession = (name: string, type: string, inputOf: (id: string) => object): OperationCase => ({
  document: `mutation ($input: ${type}!) { ${name}(input: $input) { id } }`,
  variables: async (ground) => ({ input: inputOf((await sessionOf(ground)).id) }),
});

/** A mutation on a session and the name of a member of one of its sets. */
const onSet = (name: string, member: string): OperationCase => ({
  document: `mutation ($id: ID!, $name: String!) { ${name}(sessionId: $id, ${member}: $name) { id } }`,
  variables: async (ground) => ({ id: (await sessionOf(ground)).id, name: 'notes' }),
});

/** A mutation on a session's variable. */
const onVariable = (name: string, type: string, more: object, shown = ''): OperationCase => ({
  document: `mutation ($input: ${type}!) { ${name}(input: $input) ${shown} }`,
  variables: async (ground) => {
    const target = { sessionId: (await sessionOf(ground)).id };
    await ground.api.ok('mutation ($i: SetVariableInput!) { setVariable(input: $i) { name } }', {
      i: { target, name: 'hp', value: 1 },
    });
    return { input: { target, ...more } };
  },
});

const byId = (name: string, shown = '{ id }'): OperationCase => ({
  document: `mutation ($id: ID!) { ${name}(id: $id) ${shown} }`,
  variables: async (ground) => ({ id: (await sessionOf(ground)).id }),
});

const reads = (document: string, variables: OperationCase['variables'] = () => ({})): OperationCase => ({
  document,
  variables,
});

export const OPERATIONS: Readonly<Record<string, OperationCase>> = {
  viewer: reads('{ viewer { id } }'),
  session: reads('query ($id: ID) { session(id: $id) { id } }', async (ground) => ({
    id: (await sessionOf(ground)).id,
  })),
  activeSession: reads(
    'query ($user: UserRef!, $key: String) { activeSession(user: $user, platform: "telegram", key: $key) { id } }',
    async (ground) => {
      const key = unique('key');
      await sessionOf(ground, { key });
      return { user: refOf(ground), key };
    },
  ),
  sessions: reads('{ sessions { nodes { id } } }', async (ground) => {
    await sessionOf(ground);
    return {};
  }),
  user: reads('query ($ref: UserRef!) { user(ref: $ref) { id } }', (ground) => ({ ref: refOf(ground) })),
  users: reads('{ users { nodes { id } } }'),
  searchMessages: reads(
    'query ($query: String!) { searchMessages(query: $query) { nodes { id } } }',
    async (ground) => {
      const query = unique('word').replaceAll('-', 'x');
      await say(ground.api, (await sessionOf(ground)).id, query);
      return { query };
    },
  ),
  appVariables: reads('{ appVariables { name } }', async ({ api }) => {
    await api.ok('mutation ($i: SetVariableInput!) { setVariable(input: $i) { name } }', {
      i: { target: { scope: 'APP' }, name: 'motd', value: 'hi' },
    });
    return {};
  }),
  apiKeys: reads('{ apiKeys { id } }'),
  operators: reads('{ operators { id } }'),
  auditLog: reads('{ auditLog { nodes { id } } }'),

  getOrCreateSession: reads(
    'mutation ($input: GetOrCreateSessionInput!) { getOrCreateSession(input: $input) { session { id } } }',
    (ground) => ({ input: { user: refOf(ground), platform: TELEGRAM, key: unique('key') } }),
  ),
  createSession: reads('mutation ($input: CreateSessionInput!) { createSession(input: $input) { id } }', (ground) => ({
    input: { user: refOf(ground), platform: TELEGRAM, key: unique('key') },
  })),
  updateSession: onSession('updateSession', 'UpdateSessionInput', (id) => ({ id, title: 'Another' })),
  touchSession: byId('touchSession'),
  pauseSession: onSession('pauseSession', 'SessionActionInput', (id) => ({ id })),
  resumeSession: reads(
    'mutation ($input: SessionActionInput!) { resumeSession(input: $input) { id } }',
    async (ground) => {
      const { id } = await sessionOf(ground);
      await ground.api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
      return { input: { id } };
    },
  ),
  endSession: onSession('endSession', 'EndSessionInput', (id) => ({ id })),
  deleteSession: byId('deleteSession', ''),
  cleanupSessions: reads('mutation { cleanupSessions(olderThanDays: 30) { deletedCount } }'),
  addMessage: onSession('addMessage', 'AddMessageInput', (sessionId) => ({
    sessionId,
    message: { role: 'USER', content: 'hello' },
  })),
  addMessages: onSession('addMessages', 'AddMessagesInput', (sessionId) => ({
    sessionId,
    messages: [{ role: 'USER', content: 'hello' }],
  })),
  redactMessage: reads('mutation ($id: ID!) { redactMessage(id: $id) { id } }', async (ground) => ({
    id: (await messageOf(ground)).id,
  })),
  setVariable: onVariable('setVariable', 'SetVariableInput', { name: 'hp', value: 7 }, '{ name }'),
  setVariables: onVariable('setVariables', 'SetVariablesInput', { variables: [{ name: 'hp', value: 7 }] }, '{ name }'),
  incrementVariable: onVariable('incrementVariable', 'IncrementVariableInput', { name: 'hp' }, '{ name }'),
  deleteVariable: onVariable('deleteVariable', 'DeleteVariableInput', { name: 'hp' }),
  addNotebook: onSet('addNotebook', 'notebook'),
  removeNotebook: onSet('removeNotebook', 'notebook'),
  addIntegration: onSet('addIntegration', 'integration'),
  removeIntegration: onSet('removeIntegration', 'integration'),
  setCurrentTask: onSession('setCurrentTask', 'SetTaskInput', (sessionId) => ({
    sessionId,
    id: 'task',
    description: 'Ask',
    status: 'PENDING',
  })),
  clearCurrentTask: reads('mutation ($id: ID!) { clearCurrentTask(sessionId: $id) { id } }', async (ground) => ({
    id: (await sessionOf(ground)).id,
  })),
  joinSession: onSession('joinSession', 'JoinSessionInput', (sessionId) => ({ sessionId, kind: 'HUMAN', name: 'Ada' })),
  leaveSession: reads('mutation ($id: ID!) { leaveSession(participantId: $id) { id } }', async (ground) => ({
    id: (await participantOf(ground)).id,
  })),

  upsertUser: reads('mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { id } }', ({ user }) => ({
    input: { id: user.id, displayName: unique('Ada') },
  })),
  linkIdentity: reads('mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { id } }', ({ user }) => ({
    input: { userId: user.id, platform: 'discord', externalId: unique('person') },
  })),
  unlinkIdentity: reads(
    'mutation ($input: UnlinkIdentityInput!) { unlinkIdentity(input: $input) { id } }',
    async ({ api, user }) => {
      const input = { platform: 'discord', externalId: unique('person') };
      await api.ok('mutation ($i: LinkIdentityInput!) { linkIdentity(input: $i) { id } }', {
        i: { userId: user.id, ...input },
      });
      return { input };
    },
  ),
  createUserToken: reads('mutation ($user: UserRef!) { createUserToken(user: $user) { token } }', (ground) => ({
    user: refOf(ground),
  })),
  createApiKey: reads(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }',
    () => ({ input: { name: unique('key'), scopes: ['READ'] } }),
  ),
  revokeApiKey: reads('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', async ({ api }) => ({
    id: (await makeKey(api, ['READ'])).id,
  })),
  createOperator: reads('mutation ($input: CreateOperatorInput!) { createOperator(input: $input) { id } }', () => ({
    input: { email: `${unique('operator')}@example.org`, name: 'Olga', password: newPassword(), role: 'VIEWER' },
  })),
  updateOperator: reads(
    'mutation ($input: UpdateOperatorInput!) { updateOperator(input: $input) { id } }',
    async ({ api }) => ({ input: { id: (await makeOperator(api, 'VIEWER')).id, name: 'Oleg' } }),
  ),
  signIn: reads(
    'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id } }',
    ({ operator: { email, password } }) => ({ email, password }),
  ),
  signOut: reads('mutation { signOut }'),
  changePassword: reads(
    'mutation ($current: String!, $next: String!) { changePassword(current: $current, next: $next) }',
    ({ ownPassword = 'nobody’s password' }) => ({ current: ownPassword, next: newPassword() }),
  ),
  setUp: reads(
    'mutation ($token: String!, $email: String!, $password: String!) { setUp(token: $token, email: $email, name: "Olga", password: $password) { id } }',
    () => ({ token: systemIds.next(), email: `${unique('first')}@example.org`, password: newPassword() }),
  ),
};

/** Names of the operations that the served schema has, by introspection, of these roots. */
export async function servedOperations(api: TestApi, ...roots: readonly string[]): Promise<string[]> {
  const { __schema } = await api.ok('{ __schema { types { name fields { name } } } }');
  const types = __schema.types as { name: string; fields: { name: string }[] | null }[];
  return types
    .filter(({ name }) => roots.includes(name))
    .flatMap(({ fields }) => (fields ?? []).map(({ name }) => name));
}
