import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { OPERATIONS, servedOperations, type Ground } from '../testing/operations.js';
import {
  bearer,
  makeKey,
  makeOperator,
  makePerson,
  makeToken,
  revokeKey,
  signIn,
  type Headers,
} from '../testing/people.js';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.js';

/*
 * What X1, X3 and X4 promise, written down once more: who gets what from which operation, for things of one user.
 * + done   0 nothing found (null, false, an empty list)   N NOT_FOUND   F FORBIDDEN   U UNAUTHENTICATED
 */
const ACTORS = [
  'nobody, expired key, revoked key, disabled operator',
  'READ key',
  'WRITE key',
  'POINTS key',
  'ADMIN key',
  'READ, WRITE and POINTS key',
  'token of the owner',
  'token of another user',
  'VIEWER',
  'SUPPORT',
  'OPERATOR',
  'ADMIN',
] as const;

//                       none  R W P A RWP  own other  V S O A
const READS_OWN = /*   */ 'U   + + + +  +    +  0     + + + +';
const READS_LIST = /*  */ 'U   + + + +  +    F  F     + + + +';
const ADMINISTERS = /* */ 'U   F F F +  F    F  F     F F F +';
const EDITS = /*       */ 'U   F + F +  +    +  N     F + + +';
const EDITS_PEOPLE = /**/ 'U   F + F +  +    F  F     F F + +';

const EXPECTED: Readonly<Record<string, string>> = {
  viewer: '             U   + + + +  +    +  +     + + + +',
  session: READS_OWN,
  activeSession: READS_OWN,
  sessions: READS_OWN,
  user: READS_OWN,
  searchMessages: READS_OWN,
  users: READS_LIST,
  appVariables: READS_LIST,
  apiKeys: ADMINISTERS,
  operators: ADMINISTERS,
  auditLog: ADMINISTERS,

  getOrCreateSession: EDITS,
  createSession: EDITS,
  updateSession: EDITS,
  touchSession: EDITS,
  pauseSession: EDITS,
  resumeSession: EDITS,
  endSession: EDITS,
  addMessage: EDITS,
  addMessages: EDITS,
  redactMessage: EDITS,
  setVariable: EDITS,
  setVariables: EDITS,
  incrementVariable: EDITS,
  deleteVariable: EDITS,
  addNotebook: EDITS,
  removeNotebook: EDITS,
  addIntegration: EDITS,
  removeIntegration: EDITS,
  setCurrentTask: EDITS,
  clearCurrentTask: EDITS,
  joinSession: EDITS,
  leaveSession: EDITS,
  deleteSession: '      U   F + F +  +    +  0     F F + +',
  cleanupSessions: '    U   F + F +  +    F  F     F F + +',

  upsertUser: EDITS_PEOPLE,
  linkIdentity: EDITS_PEOPLE,
  unlinkIdentity: EDITS_PEOPLE,
  createUserToken: '    U   F + F +  +    F  F     F F F +',
  createApiKey: ADMINISTERS,
  revokeApiKey: ADMINISTERS,
  createOperator: ADMINISTERS,
  updateOperator: ADMINISTERS,

  signOut: '            U   F F F F  F    F  F     + + + +',
  changePassword: '     U   F F F F  F    F  F     + + + +',
  // Open to all; those who show a credential that is none are told so. The link is used up: there are operators.
  signIn: '             +   + + + +  +    +  +     + + + +',
  setUp: '              F   F F F F  F    F  F     F F F F',
};

/** Bad credentials in an `Authorization` header are refused whatever they ask for. */
const SHOWN_AND_BAD = ['expired key', 'revoked key'];

/** What this table is not about. */
const PATIENT = { signInFailuresMax: 100, badCredentialsPerMinute: 10_000, tokenRequestsPerMinute: 10_000 };

const ENDS_LOGIN = new Set(['signIn', 'signOut', 'changePassword']);

interface Person {
  readonly headers: Headers;
  readonly password?: string;
}

describe('who may do what', () => {
  let api: TestApi;
  let ground: Ground;
  /** Gives who is meant; with a login that nobody else has where `alone`. */
  const people = new Map<string, (alone: boolean) => Promise<Person>>();

  beforeAll(async () => {
    const { rates } = readConfig({});
    api = await startTestApi({ config: { rates: { ...rates, ...PATIENT } } });
    ground = { api, user: await makePerson(api), operator: await makeOperator(api, 'VIEWER') };
    const other = await makePerson(api);
    const still = (headers: Headers) => () => Promise.resolve({ headers });
    const key = async (...scopes: string[]) => still((await makeKey(api, scopes)).headers);
    people.set('nobody', still({}));
    people.set('READ key', await key('READ'));
    people.set('WRITE key', await key('WRITE'));
    people.set('POINTS key', await key('POINTS'));
    people.set('ADMIN key', await key('ADMIN'));
    people.set('READ, WRITE and POINTS key', await key('READ', 'WRITE', 'POINTS'));
    people.set('token of the owner', still(bearer(await makeToken(api, ground.user.id))));
    people.set('token of another user', still(bearer(await makeToken(api, other.id))));
    people.set('expired key', still(await expiredKey()));
    people.set('revoked key', still(await revokedKey()));
    for (const role of ['VIEWER', 'SUPPORT', 'OPERATOR', 'ADMIN']) people.set(role, await signedIn(role));
    people.set('disabled operator', still(await disabledOperator()));
  });
  afterAll(() => api.stop());

  async function expiredKey(): Promise<Headers> {
    const expiresAt = new Date(api.clock.now().getTime() + 60_000).toISOString();
    const { headers } = await makeKey(api, ['ADMIN'], { expiresAt });
    await api.as(headers).ok('{ viewer { id } }');
    if ('advance' in api.clock) api.clock.advance(61);
    return headers;
  }

  async function revokedKey(): Promise<Headers> {
    const { id, headers } = await makeKey(api, ['ADMIN']);
    await api.as(headers).ok('{ viewer { id } }');
    await revokeKey(api, id);
    return headers;
  }

  async function disabledOperator(): Promise<Headers> {
    const operator = await makeOperator(api, 'ADMIN');
    const headers = await signIn(api, operator);
    await api.ok('mutation ($id: ID!) { updateOperator(input: { id: $id, disabled: true }) { id } }', operator);
    return headers;
  }

  async function signedIn(role: string): Promise<(alone: boolean) => Promise<Person>> {
    const make = async (): Promise<Person> => {
      const operator = await makeOperator(api, role);
      return { headers: await signIn(api, operator), password: operator.password };
    };
    const one = await make();
    return (alone) => (alone ? make() : Promise.resolve(one));
  }

  const personFor = async (who: string, operation: string): Promise<Person> => {
    const person = await people.get(who)?.(ENDS_LOGIN.has(operation));
    if (!person) throw new Error(`${who} is nobody`);
    return person;
  };

  async function outcomeFor(operation: string, who: string): Promise<string> {
    const { headers, password } = await personFor(who, operation);
    const { document = '{ none }', variables } = OPERATIONS[operation] ?? {};
    const given = await variables?.({ ...ground, ...(password === undefined ? {} : { ownPassword: password }) });
    return letterOf(await api.as(headers).send(document, given), operation);
  }

  it('X1 X3 X4: is stated here for every operation that is served', async () => {
    const served = (await servedOperations(api, 'Query', 'Mutation', 'Subscription')).sort();
    expect(Object.keys(OPERATIONS).sort()).toEqual(served);
    expect(Object.keys(EXPECTED).sort()).toEqual(served);
  });

  it.each(Object.keys(EXPECTED))('X1 X3 X4: %s', async (operation) => {
    const letters = (EXPECTED[operation] ?? '').trim().split(/ +/);
    expect(letters).toHaveLength(ACTORS.length);
    const stated = ACTORS.flatMap((names, at) => names.split(/, (?!WRITE)/).map((who) => [who, letters[at]] as const));
    for (const [who, letter] of stated) {
      const expected = SHOWN_AND_BAD.includes(who) ? 'U' : letter;
      expect(`${who}: ${await outcomeFor(operation, who)}`).toBe(`${who}: ${expected}`);
    }
  });

  it('X3 X4: app variables are written by those who administer', async () => {
    const input = { target: { scope: 'APP' }, name: 'motd', value: 'hi' };
    const letters = ADMINISTERS.split(/ +/).slice(1);
    for (const [at, who] of ACTORS.slice(1).entries()) {
      const { headers } = await personFor(who, 'setVariable');
      const answer = await api
        .as(headers)
        .send('mutation ($input: SetVariableInput!) { setVariable(input: $input) { name } }', { input });
      expect(`${who}: ${letterOf(answer, 'setVariable')}`).toBe(`${who}: ${letters[at]}`);
    }
  });
});

const LETTERS: Readonly<Record<string, string>> = { UNAUTHENTICATED: 'U', FORBIDDEN: 'F', NOT_FOUND: 'N' };

function letterOf({ data, errors }: Answer, operation: string): string {
  const [error] = errors ?? [];
  if (error) return LETTERS[error.extensions.code] ?? JSON.stringify(error);
  return isNothing(data?.[operation]) ? '0' : '+';
}

const isNothing = (value: any): boolean =>
  value === null || value === undefined || value === false || value.length === 0 || value.nodes?.length === 0;
