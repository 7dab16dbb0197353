import { expect } from 'vitest';
import type { GraphQLErrorShown, TestApi } from './test-api.js';

/*
 * What tests do with users and sessions: the mutations that take one `input`, each with an answer that shows all of it.
 */

const SESSION = `id slug key userId platform environment kind status title metadata seq startedAt lastActivityAt endedAt endReason
  idleAt idleTimeoutSeconds idleAction durationSeconds messageCount`;
const USER =
  'id displayName metadata createdAt lastSeenAt identities { platform externalId displayName verified primary linkedAt }';

const ACTS = {
  getOrCreateSession: ['GetOrCreateSessionInput', `created resumed session { ${SESSION} }`],
  createSession: ['CreateSessionInput', SESSION],
  updateSession: ['UpdateSessionInput', SESSION],
  pauseSession: ['SessionActionInput', SESSION],
  resumeSession: ['SessionActionInput', SESSION],
  endSession: ['EndSessionInput', SESSION],
  upsertUser: ['UpsertUserInput', USER],
  linkIdentity: ['LinkIdentityInput', USER],
  unlinkIdentity: ['UnlinkIdentityInput', USER],
  addMessage: ['AddMessageInput', 'id seq'],
  setVariable: ['SetVariableInput', 'name value version'],
} as const;

export type Act = keyof typeof ACTS;

const documentOf = (act: Act): string => {
  const [input, fields] = ACTS[act];
  return `mutation ($input: ${input}!) { ${act}(input: $input) { ${fields} } }`;
};

/** Does it, and gives the answer. */
export async function act(api: TestApi, name: Act, input: object): Promise<Record<string, any>> {
  return (await api.ok(documentOf(name), { input }))[name] as Record<string, any>;
}

/** Tries what must be refused. */
export const refuse = (api: TestApi, name: Act, input: object): Promise<GraphQLErrorShown> =>
  api.refused(documentOf(name), { input });

/** Tries it, and gives the answer or the error's code. */
export async function attempt(api: TestApi, name: Act, input: object): Promise<{ done: any; code: string | null }> {
  const { data, errors } = await api.send(documentOf(name), { input });
  return { done: data?.[name] ?? null, code: errors?.[0]?.extensions.code ?? null };
}

export const touch = async (api: TestApi, id: string): Promise<Record<string, any>> =>
  (await api.ok(`mutation ($id: ID!) { touchSession(id: $id) { ${SESSION} } }`, { id }))['touchSession'];

export const deleteSession = async (api: TestApi, id: string): Promise<boolean> =>
  (await api.ok('mutation ($id: ID!) { deleteSession(id: $id) }', { id }))['deleteSession'] as boolean;

/** The session as the API reads it, or null. */
export const readSession = async (api: TestApi, id: string): Promise<Record<string, any> | null> =>
  (await api.ok(`query ($id: ID) { session(id: $id) { ${SESSION} } }`, { id }))['session'];

export const readUser = async (api: TestApi, ref: object): Promise<Record<string, any> | null> =>
  (await api.ok(`query ($ref: UserRef!) { user(ref: $ref) { ${USER} } }`, { ref }))['user'];

export const activeSession = async (api: TestApi, user: object, key = 'default'): Promise<Record<string, any> | null> =>
  (
    await api.ok(
      `query ($user: UserRef!, $key: String) { activeSession(user: $user, platform: "telegram", key: $key) { ${SESSION} } }`,
      { user, key },
    )
  )['activeSession'];

/** A page of sessions: ids, cursors, and whether there is more. */
export async function listSessions(
  api: TestApi,
  args: object = {},
): Promise<{ ids: string[]; cursors: string[]; pageInfo: Record<string, any> }> {
  const { sessions } = await api.ok(
    `query ($filter: SessionFilter, $sort: SessionSort, $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
      sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
        edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }`,
    args,
  );
  const edges = sessions.edges as { cursor: string; node: { id: string } }[];
  return {
    ids: edges.map(({ node }) => node.id),
    cursors: edges.map(({ cursor }) => cursor),
    pageInfo: sessions.pageInfo,
  };
}

/** A session's own events, oldest first. */
export const eventsOf = (api: TestApi, sessionId: string): Promise<Record<string, any>[]> =>
  api.rows('SELECT * FROM event WHERE session_id = $1 ORDER BY seq', [sessionId]);

/** The events in a user's own stream, oldest first. */
export const eventsOfUser = (api: TestApi, userId: string): Promise<Record<string, any>[]> =>
  api.rows('SELECT * FROM event WHERE user_id = $1 AND session_id IS NULL ORDER BY seq', [userId]);

/** Takes the locks that a statement takes, as somebody else would, until the function that it gives is called. */
export async function holdLocks(api: TestApi, text: string, values: readonly unknown[]): Promise<() => Promise<void>> {
  const holder = api.dataSource.createQueryRunner();
  await holder.startTransaction();
  await holder.query(text, [...values]);
  return async () => {
    await holder.commitTransaction();
    await holder.release();
  };
}

/** Holds a session's row, so that every write in it waits. */
export const holdSession = (api: TestApi, id: string): Promise<() => Promise<void>> =>
  holdLocks(api, 'SELECT FROM session WHERE id = $1 FOR UPDATE', [id]);

/** Waits until this many connections to the test's database wait for a lock. */
export async function untilWaiting(api: TestApi, count: number): Promise<void> {
  const waiting =
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  await expect
    .poll(async () => (await api.rows(waiting))[0]?.['n'] as number, { interval: 5, timeout: 5_000 })
    .toBe(count);
}

/** How many deadlocks PostgreSQL has had to end in the test's database: each costs somebody a second. */
export async function countDeadlocks(api: TestApi): Promise<number> {
  const [row] = await api.rows('SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()');
  return row?.['n'] as number;
}
