import type { TestApi } from './test-api.js';

/*
 * What tests need to be there. Everything is made through the API, with names that nobody else has.
 */

let made = 0;

/** A text that no other test has. */
export const unique = (word: string): string => `${word}-${process.pid}-${++made}`;

export const identity = (platform = 'telegram'): { identity: { platform: string; externalId: string } } => ({
  identity: { platform, externalId: unique('person') },
});

const GET_OR_CREATE = `mutation ($input: GetOrCreateSessionInput!) {
  getOrCreateSession(input: $input) { created resumed session { id slug key userId platform status seq title } }
}`;

export interface MadeSession {
  readonly id: string;
  readonly slug: string;
  readonly key: string;
  readonly userId: string;
  readonly platform: string;
  readonly status: string;
  readonly seq: number;
}

/** A new session of a new user, unless `input` says otherwise. */
export async function makeSession(api: TestApi, input: object = {}): Promise<MadeSession> {
  const data = await api.ok(GET_OR_CREATE, { input: { user: identity(), platform: 'telegram', ...input } });
  return data['getOrCreateSession'].session as MadeSession;
}

/** A new user. */
export async function makeUser(api: TestApi, input: object = {}): Promise<{ id: string }> {
  const data = await api.ok('mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { id } }', { input });
  return data['upsertUser'] as { id: string };
}

const ADD_MESSAGE = `mutation ($input: AddMessageInput!) {
  addMessage(input: $input) { id seq role content externalId createdAt platform }
}`;

/** A message from the user. */
export async function say(
  api: TestApi,
  sessionId: string,
  content = 'hello',
  more: object = {},
): Promise<Record<string, any>> {
  const data = await api.ok(ADD_MESSAGE, { input: { sessionId, message: { role: 'USER', content, ...more } } });
  return data['addMessage'] as Record<string, any>;
}

/** Types of a session's events, in order. */
export async function eventTypes(api: TestApi, sessionId: string): Promise<string[]> {
  const rows = await api.rows('SELECT type FROM event WHERE session_id = $1 ORDER BY seq', [sessionId]);
  return rows.map(({ type }) => type as string);
}
