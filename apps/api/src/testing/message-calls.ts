import type { Answer, TestApi } from './test-api.js';

/*
 * Messages as clients send and read them.
 */

const FIELDS =
  'id sessionId seq role content parts platform externalId metadata createdAt redactedAt participant { id name }';

export const ADD_MESSAGE = `mutation ($input: AddMessageInput!) { addMessage(input: $input) { ${FIELDS} } }`;
export const ADD_MESSAGES = `mutation ($input: AddMessagesInput!) { addMessages(input: $input) { ${FIELDS} } }`;
export const REDACT = `mutation ($id: ID!, $reason: String) { redactMessage(id: $id, reason: $reason) { ${FIELDS} } }`;
export const HISTORY = `query ($id: ID!, $first: Int, $after: Cursor, $last: Int, $before: Cursor, $roles: [MessageRole!]) {
  session(id: $id) { messages(first: $first, after: $after, last: $last, before: $before, roles: $roles) {
    nodes { ${FIELDS} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  } }
}`;
export const SEARCH = `query ($query: String!, $filter: SessionFilter, $first: Int, $after: Cursor) {
  searchMessages(query: $query, filter: $filter, first: $first, after: $after) {
    nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } totalCount
  }
}`;

/** What a message looks like in an answer. */
export type Shown = Record<string, any>;

export interface ShownPage {
  readonly nodes: readonly Shown[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** A message of the user's, as input. */
export const text = (content: string, more: object = {}): object => ({ role: 'USER', content, ...more });

export async function addMessage(api: TestApi, sessionId: string, message: object, more: object = {}): Promise<Shown> {
  return (await api.ok(ADD_MESSAGE, { input: { sessionId, message, ...more } }))['addMessage'] as Shown;
}

export async function addMessages(
  api: TestApi,
  sessionId: string,
  messages: readonly object[],
  more: object = {},
): Promise<Shown[]> {
  return (await api.ok(ADD_MESSAGES, { input: { sessionId, messages, ...more } }))['addMessages'] as Shown[];
}

/** As `addMessage`, for whatever comes back. */
export const trySay = (api: TestApi, sessionId: string, message: object, more: object = {}): Promise<Answer> =>
  api.send(ADD_MESSAGE, { input: { sessionId, message, ...more } });

/** A page of a session's history. */
export async function history(api: TestApi, id: string, args: object = {}): Promise<ShownPage> {
  return (await api.ok(HISTORY, { id, ...args }))['session'].messages as ShownPage;
}

/** The whole history, page by page. */
export async function wholeHistory(api: TestApi, id: string): Promise<Shown[]> {
  const all: Shown[] = [];
  let page = await history(api, id, { first: 100 });
  all.push(...page.nodes);
  while (page.pageInfo.hasNextPage) {
    page = await history(api, id, { first: 100, after: page.pageInfo.endCursor });
    all.push(...page.nodes);
  }
  return all;
}

/** A page of what a search finds. */
export async function search(api: TestApi, query: string, args: object = {}): Promise<ShownPage> {
  return (await api.ok(SEARCH, { query, ...args }))['searchMessages'] as ShownPage;
}
