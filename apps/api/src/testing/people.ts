import { randomBytes } from 'node:crypto';
import { unique } from './make.js';
import type { Answer, Caller, How } from './test-api.js';

/*
 * Those who may ask the API: keys, users with their tokens, operators with their logins. Each is made through the API, by whoever
 * is given as `api`, and comes with the headers that show who they are.
 */

export type Headers = Readonly<Record<string, string>>;

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

export interface MadeKey {
  readonly id: string;
  readonly secret: string;
  readonly headers: Headers;
}

export async function makeKey(api: Caller, scopes: readonly string[], more: object = {}): Promise<MadeKey> {
  const { createApiKey } = await api.ok(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }',
    { input: { name: unique('key'), scopes, ...more } },
  );
  const secret = createApiKey.secret as string;
  return { id: createApiKey.apiKey.id as string, secret, headers: bearer(secret) };
}

export const revokeKey = (api: Caller, id: string): Promise<Record<string, any>> =>
  api.ok('mutation ($id: ID!) { revokeApiKey(id: $id) { id revokedAt } }', { id });

/** A token of Foyer's own for a user, by their id. */
export async function makeToken(api: Caller, userId: string, ttlSeconds = 3_600): Promise<string> {
  const { createUserToken } = await api.ok(
    'mutation ($id: ID!, $ttl: Int!) { createUserToken(user: { id: $id }, ttlSeconds: $ttl) { token } }',
    { id: userId, ttl: ttlSeconds },
  );
  return createUserToken.token as string;
}

export interface MadePerson {
  readonly id: string;
  readonly platform: string;
  readonly externalId: string;
}

/** A new user with an identity and nothing else. */
export async function makePerson(api: Caller): Promise<MadePerson> {
  const identity = { platform: 'telegram', externalId: unique('person') };
  const { upsertUser } = await api.ok('mutation { upsertUser(input: {}) { id } }');
  const { id } = upsertUser as { id: string };
  await api.ok('mutation ($i: LinkIdentityInput!) { linkIdentity(input: $i) { id } }', {
    i: { userId: id, ...identity },
  });
  return { id, ...identity };
}

export interface MadeOperator {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** A password that nobody else has. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

export async function makeOperator(api: Caller, role: string, more: object = {}): Promise<MadeOperator> {
  const input = { email: `${unique('operator')}@example.org`, name: 'Olga', password: newPassword(), role, ...more };
  const { createOperator } = await api.ok(
    'mutation ($input: CreateOperatorInput!) { createOperator(input: $input) { id } }',
    { input },
  );
  return { id: createOperator.id as string, email: input.email, password: input.password };
}

export const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { id role } }';

/** Tries to sign in, as a browser does that has no cookie. */
export const trySignIn = (
  api: Caller,
  { email, password }: Pick<MadeOperator, 'email' | 'password'>,
  how: How = {},
): Promise<Answer> => api.send(SIGN_IN, { email, password }, { headers: {}, ...how });

/** The cookie that an answer has the browser keep, as the browser sends it back; null where there is none. */
export function cookieOf({ headers }: Pick<Answer, 'headers'>): string | null {
  const given = headers['set-cookie'];
  const line = Array.isArray(given) ? given[0] : given;
  return line === undefined ? null : (String(line).split(';')[0] ?? null);
}

/** Signs an operator in and gives the headers of their browser from then on. */
export async function signIn(
  api: Caller,
  operator: Pick<MadeOperator, 'email' | 'password'>,
  how: How = {},
): Promise<{ readonly cookie: string }> {
  const answer = await trySignIn(api, operator, how);
  const cookie = cookieOf(answer);
  if (cookie === null) throw new Error(`Expected a cookie: ${JSON.stringify(answer)}`);
  return { cookie };
}

/** A new operator of a role, signed in. */
export async function makeSignedIn(
  api: Caller,
  role: string,
): Promise<MadeOperator & { readonly headers: { readonly cookie: string } }> {
  const operator = await makeOperator(api, role);
  return { ...operator, headers: await signIn(api, operator) };
}
