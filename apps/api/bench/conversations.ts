// One conversation: the requests that read and write it, for the API and for the plain server.
import type pg from 'pg';
import { CONNECTIONS, type Ask, type Asking, type Load } from './load.ts';

const READ = `query SessionWithMessages($id: ID!, $last: Int!) {
  session(id: $id) {
    id slug status title lastActivityAt messageCount
    messages(last: $last) { nodes { id seq role content createdAt } }
  }
}`;
const APPEND = `mutation Append($input: AddMessageInput!) { addMessage(input: $input) { id seq role content createdAt } }`;
const OPEN = 'mutation Open($input: CreateSessionInput!) { createSession(input: $input) { id } }';
const LENGTHEN = 'mutation Lengthen($input: AddMessagesInput!) { addMessages(input: $input) { id } }';

/** How many messages are read. */
export const LAST = 20;

const graphql = (query: string, variables: object): Ask => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});

/** Sessions with more messages than are read. */
export async function findLongSessions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM session WHERE message_count > $1 ORDER BY hashtext(id::text) LIMIT 1000',
    [LAST],
  );
  return rows.map(({ id }) => id);
}

/** The user whose session it is. */
export async function ownerOf(client: pg.Client, sessionId: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT user_id AS id FROM session WHERE id = $1', [sessionId]);
  return rows[0]?.id ?? '';
}

/** Reads by turns; `path` is the plain server's, null for the API. */
export const reading =
  (sessionIds: readonly string[], path: string | null): Asking =>
  (connection, n) => {
    const id = sessionIds[(connection * 31 + n * 7) % sessionIds.length] ?? '';
    const input = { id, last: LAST };
    return path === null ? graphql(READ, input) : { path, body: JSON.stringify(input) };
  };

export interface Appending {
  readonly sessionIds: readonly string[];
  /** Whether each has an idempotency key. */
  readonly keyed?: boolean;
  readonly connections?: number;
}

/** Appends by turns, each connection to sessions of its own: nobody waits for anybody's row. */
export const appending =
  (to: 'api' | 'bare', { sessionIds, keyed = false, connections = CONNECTIONS }: Appending): Asking =>
  (connection, n) => {
    const own = Math.floor(sessionIds.length / connections);
    const sessionId = sessionIds[connection * own + (n % own)] ?? '';
    const key = keyed ? { idempotencyKey: nextKey() } : {};
    if (to === 'api') return graphql(APPEND, { input: { sessionId, message: messageOf(n), ...key } });
    return { path: '/append', body: JSON.stringify({ sessionId, ...messageOf(n), ...key }) };
  };

/** One append. */
export const appendAsk = (sessionId: string, content: string): Ask =>
  graphql(APPEND, { input: { sessionId, message: { role: 'USER', content } } });

let keys = 0;
const nextKey = (): string => `bench-${keys++}`;

const messageOf = (n: number): { role: string; content: string } => ({
  role: n % 2 === 0 ? 'USER' : 'ASSISTANT',
  content: `This is message ${n} of the bench; it is about as long as what people say to each other, and a little more.`,
});

let people = 0;

/** Opens new sessions, each with this many messages. */
export async function openSessions(load: Load, count: number, messages = 0): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const user = { identity: { platform: 'web', externalId: `bench-${people++}` } };
    const answer = await load.send(graphql(OPEN, { input: { user, platform: 'web' } }));
    const { id } = (JSON.parse(answer) as { data: { createSession: { id: string } } }).data.createSession;
    await lengthen(load, id, messages);
    ids.push(id);
  }
  return ids;
}

async function lengthen(load: Load, sessionId: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1_000) {
    const messages = Array.from({ length: Math.min(1_000, count - done) }, (_, n) => messageOf(done + n));
    await load.send(graphql(LENGTHEN, { input: { sessionId, messages } }));
  }
}
