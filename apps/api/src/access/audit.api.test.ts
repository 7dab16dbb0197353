import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../core/config.js';
import { fingerprintOf } from '../testing/database-state.js';
import { OPERATIONS, servedOperations, sessionOf, type Ground } from '../testing/operations.js';
import { makeKey, makeOperator, makePerson, makeSignedIn, type Headers } from '../testing/people.js';
import { startTestApi, type Answer, type TestApi } from '../testing/test-api.js';

/** That changes nothing once there is an operator; what it does before that is told in set-up.api.test. */
const USED_UP = 'setUp';
/** Those that end the login that asks. */
const ENDS_LOGIN = new Set(['signIn', 'signOut', 'changePassword']);
/** That is an act for each session that it deletes, in a transaction of its own. */
const IN_PARTS = 'cleanupSessions';
const MUTATIONS = Object.keys(OPERATIONS).filter(
  (name) => OPERATIONS[name]?.document.startsWith('mutation') && name !== USED_UP && name !== IN_PARTS,
);
/** Those that need nothing to be there, or answer that it is not without an error. */
const OF_NOTHING = new Set([
  ...ENDS_LOGIN,
  'createApiKey',
  'createOperator',
  'getOrCreateSession',
  'createSession',
  'deleteSession',
]);
const OWN_LOGIN = new Set(['signOut', 'changePassword']);

interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly headers: Headers;
  readonly password?: string;
}

describe('the audit log', () => {
  let api: TestApi;
  let ground: Ground;
  const secrets = new Set<string>();
  beforeAll(async () => {
    const { rates } = readConfig({});
    api = await startTestApi({ config: { rates: { ...rates, badCredentialsPerMinute: 10_000 } } });
    ground = { api, user: await makePerson(api), operator: await makeOperator(api, 'ADMIN') };
  });
  afterAll(() => api.stop());

  const anAdmin = async (): Promise<Person> => {
    const made = await makeSignedIn(api, 'ADMIN');
    secrets.add(made.headers.cookie.split('=')[1] ?? '');
    return { ...made, name: 'Olga', kind: 'operator' };
  };
  const aKey = async (...scopes: string[]): Promise<Person> => {
    const made = await makeKey(api, scopes, { name: 'key' });
    secrets.add(made.secret);
    return { ...made, name: 'key', kind: 'app' };
  };

  const variablesFor = async (mutation: string, { password }: Partial<Person>): Promise<Record<string, unknown>> => {
    const given = { ...ground, ...(password === undefined ? {} : { ownPassword: password }) };
    return (await OPERATIONS[mutation]?.variables(given)) ?? {};
  };
  const send = (mutation: string, variables: object, { headers }: Person, address?: string): Promise<Answer> =>
    api.as(headers, address).send(OPERATIONS[mutation]?.document ?? '', variables);
  /** The entries of a request, by the id that its answer has. */
  const entriesOf = ({ headers }: Answer): Promise<Record<string, any>[]> =>
    api.rows('SELECT * FROM audit_entry WHERE request_id = $1', [headers['x-request-id']]);
  const keepSecrets = (...texts: object[]): void => {
    for (const [, secret = ''] of JSON.stringify(texts).matchAll(SECRET_PARTS)) secrets.add(secret);
  };

  it('X5: is looked at here after each mutation that is served', async () => {
    expect([...MUTATIONS, IN_PARTS, USED_UP].sort()).toEqual((await servedOperations(api, 'Mutation')).sort());
  });

  it.each(MUTATIONS)('X5: has one entry of an operator’s %s', async (mutation) => {
    const admin = await anAdmin();
    const variables = await variablesFor(mutation, admin);
    const answer = await send(mutation, variables, admin);
    expect(answer.errors).toBeUndefined();
    keepSecrets(variables, answer.data ?? {});
    const { id, name, kind } = mutation === 'signIn' ? { ...admin, ...ground.operator } : admin;
    const [entry, ...others] = await entriesOf(answer);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ actor_kind: kind, actor_id: id, actor_name: name, action: mutation });
    // Things within a session are the session's.
    const sessions = await api.rows('SELECT id FROM session WHERE user_id = $1', [ground.user.id]);
    const spokenOf = JSON.stringify([variables, answer.data, ground.user.id, id, sessions]);
    expect(spokenOf).toContain(entry?.['target'] ?? 'nothing');
  });

  it.each(MUTATIONS.filter((name) => !OWN_LOGIN.has(name) && name !== 'signIn'))(
    'X5: has one entry of an ADMIN key’s %s, and none of a WRITE key’s',
    async (mutation) => {
      for (const [scope, count] of [
        ['ADMIN', 1],
        ['WRITE', 0],
      ] as const) {
        const key = await aKey(scope);
        const answer = await send(mutation, await variablesFor(mutation, {}), key);
        const entries = await entriesOf(answer);
        expect(entries).toHaveLength(count);
        for (const entry of entries)
          expect(entry).toMatchObject({ actor_kind: 'app', actor_id: key.id, action: mutation });
      }
    },
  );

  const expectNoEntry = async (mutation: string, variables: object, person: Person, code: string): Promise<void> => {
    const before = await fingerprintOf(api);
    const answer = await send(mutation, variables, person);
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
    expect(await entriesOf(answer)).toEqual([]);
    expect(await fingerprintOf(api)).toBe(before);
  };

  it.each(MUTATIONS.filter((name) => !ENDS_LOGIN.has(name)))(
    'X5: has no entry of a %s that was not allowed',
    async (mutation) => {
      const viewer = { ...(await makeSignedIn(api, 'VIEWER')), name: 'Olga', kind: 'operator' };
      await expectNoEntry(mutation, await variablesFor(mutation, {}), viewer, 'FORBIDDEN');
    },
  );

  it.each(MUTATIONS.filter((name) => !OF_NOTHING.has(name)))(
    'X5: has no entry of a %s of what is not there',
    async (mutation) => {
      const admin = await anAdmin();
      const text = JSON.stringify(await variablesFor(mutation, admin));
      const missing = text.replaceAll(IDS, MISSING).replaceAll(/person-\d+-\d+/g, 'person-nobody');
      await expectNoEntry(mutation, JSON.parse(missing) as object, admin, 'NOT_FOUND');
    },
  );

  it('X5: has no entry of who tried to sign in, nor of a password that stays', async () => {
    const admin = await anAdmin();
    const signIn = { email: ground.operator.email, password: 'not the password' };
    expect(await entriesOf(await send('signIn', signIn, admin, '10.5.0.1'))).toEqual([]);
    const change = { current: 'not the password', next: 'another long password' };
    expect(await entriesOf(await send('changePassword', change, admin, '10.5.0.1'))).toEqual([]);
  });

  it.each(MUTATIONS)(
    'X5: has its entry in the transaction of %s: without the one there is not the other',
    async (mutation) => {
      const admin = await anAdmin();
      const variables = await variablesFor(mutation, admin);
      await api.rows(REFUSE);
      const before = await fingerprintOf(api);
      try {
        const answer = await send(mutation, variables, admin);
        expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL');
        expect(answer.headers['set-cookie']).toBeUndefined();
        expect(await fingerprintOf(api)).toBe(before);
      } finally {
        await api.rows('DROP TRIGGER no_entry ON audit_entry');
      }
    },
  );

  it('X5: has an entry of each session that an operator cleans up, with the session or not at all', async () => {
    const admin = await anAdmin();
    const cleanUp = (more = ''): Promise<Answer> =>
      api.as(admin.headers).send(`mutation { cleanupSessions(olderThanDays: 0${more}) { deletedCount } }`);
    await cleanUp();
    const ended = [await sessionOf(ground), await sessionOf(ground)].map(({ id }) => id);
    for (const id of ended) await api.ok('mutation ($id: ID!) { endSession(input: { id: $id }) { id } }', { id });
    expect(await entriesOf(await cleanUp(', dryRun: true'))).toEqual([]);
    await api.rows(REFUSE);
    const before = await fingerprintOf(api);
    expect((await cleanUp()).errors).toHaveLength(1);
    expect(await fingerprintOf(api)).toBe(before);
    await api.rows('DROP TRIGGER no_entry ON audit_entry');
    const answer = await cleanUp();
    expect(answer.data).toEqual({ cleanupSessions: { deletedCount: 2 } });
    const entries = await entriesOf(answer);
    expect(entries.map(({ target }) => target as string).sort()).toEqual(ended.sort());
    for (const entry of entries) expect(entry).toMatchObject({ action: 'cleanupSessions', actor_id: admin.id });
  });

  it('X5: has an entry for each of many messages that were added together, and for a session that was found', async () => {
    const admin = await anAdmin();
    const inputs = await Promise.all(Array.from({ length: 8 }, () => variablesFor('addMessage', {})));
    const answers = await Promise.all(inputs.map((input) => send('addMessage', input, admin)));
    for (const answer of answers) expect(await entriesOf(answer)).toHaveLength(1);
    const { id } = await sessionOf(ground, { key: 'found' });
    const input = { user: { id: ground.user.id }, platform: 'telegram', key: 'found' };
    const [entry, ...others] = await entriesOf(await send('getOrCreateSession', { input }, admin));
    expect([entry?.['target'], others]).toEqual([id, []]);
  });

  it('X5 I1: has one entry of what was asked for twice with one key', async () => {
    const admin = await anAdmin();
    for (const mutation of ['updateSession', 'addMessage', 'getOrCreateSession']) {
      const { input } = (await variablesFor(mutation, {})) as { input: object };
      const twice = { input: { ...input, idempotencyKey: `twice ${mutation}` } };
      const [first, second] = [await send(mutation, twice, admin), await send(mutation, twice, admin)];
      expect([(await entriesOf(first)).length, (await entriesOf(second)).length], mutation).toEqual([1, 0]);
    }
  });

  it('X5: has no password, secret or token of all that were given or made, and no text of a message', async () => {
    expect(secrets.size).toBeGreaterThan(50);
    const [{ text }] = (await api.rows("SELECT string_agg(t::text, ' ') AS text FROM audit_entry t")) as [
      { text: string },
    ];
    expect(text.length).toBeGreaterThan(10_000);
    for (const secret of [...secrets, ground.operator.password, '"hello"', '$argon2'])
      expect(text).not.toContain(secret);
  });
});

const IDS = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MISSING = '01900000-0000-7000-8000-000000000000';
const SECRET_PARTS = /"(?:password|current|next|secret|token)":"([^"]{10,})"/g;

const REFUSE = `
  CREATE OR REPLACE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no entry'; END $$;
  CREATE TRIGGER no_entry BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION no_entry()`;
