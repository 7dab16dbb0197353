// Lists of sessions: which ones are looked at, and the requests for their pages.
import type { Database } from './database.ts';
import type { Ask, Load } from './load.ts';

/** A page of a list of sessions. */
export interface ListCase {
  readonly name: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Counts from 1. */
  readonly page: number;
  /** Nodes on a page, where it is not the default. */
  readonly size?: number;
}

const SIZE = 25;
const ACTIVE_ON_WEB = { filter: { status: ['ACTIVE'], platform: ['web'] } };

/** The pages that have a target. */
export async function targetCases({ client }: Database): Promise<ListCase[]> {
  const { rows } = await client.query<{ all: number; some: number }>(
    `SELECT count(*)::int AS all, (count(*) FILTER (WHERE status = 'active' AND platform = 'web'))::int AS some FROM session`,
  );
  const { all, some } = rows[0] ?? { all: 0, some: 0 };
  const filtered = { variables: ACTIVE_ON_WEB };
  return [
    { name: 'one status and platform, first page', ...filtered, page: 1 },
    { name: 'one status and platform, second page', ...filtered, page: 2 },
    { name: 'one status and platform, page 2,000', ...filtered, page: 2_000, size: sizeFor(2_000, some) },
    { name: 'all, page 2,000', page: 2_000, size: sizeFor(2_000, all) },
  ];
}

/** The largest page, up to the default, with which a list of this length has that page and some more. */
const sizeFor = (page: number, total: number): number => Math.max(1, Math.min(SIZE, Math.floor((total * 0.8) / page)));

/** What a console asks for besides. */
export const INFORMING_CASES: readonly ListCase[] = [
  ...['LAST_ACTIVITY_DESC', 'LAST_ACTIVITY_ASC', 'STARTED_DESC', 'STARTED_ASC', 'MESSAGES_DESC'].map((sort) => ({
    name: `all, ${sort}, second page`,
    variables: { sort },
    page: 2,
  })),
  { name: 'one status, second page', variables: { filter: { status: ['ENDED'] } }, page: 2 },
  { name: 'two statuses, second page', variables: { filter: { status: ['ACTIVE', 'PAUSED'] } }, page: 2 },
  { name: 'one platform, second page', variables: { filter: { platform: ['telegram'] } }, page: 2 },
  {
    name: 'status and platform of 1 in 10,000',
    variables: { filter: { status: ['PAUSED'], platform: ['kiosk'] } },
    page: 1,
  },
  { name: 'search, two words, 1 in 100', variables: { filter: { search: 'chat-77' } }, page: 1 },
  { name: 'search, one word, 1 in 3,000', variables: { filter: { search: 'bajoba' } }, page: 1 },
  { name: 'search, one word, in all', variables: { filter: { search: 'talk' } }, page: 1 },
  { name: 'metadata of 1 in 500', variables: { filter: { metadata: { shard: 77 } } }, page: 1 },
  { name: 'metadata of 1 in 3', variables: { filter: { metadata: { tier: 'gold' } } }, page: 1 },
];

const SESSIONS = `query Sessions($filter: SessionFilter, $sort: SessionSort, $first: Int!, $after: Cursor) {
  sessions(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { id slug title status platform lastActivityAt messageCount userId }
    pageInfo { hasNextPage endCursor }
  }
}`;
const LENGTH =
  'query Length($filter: SessionFilter) { sessions(filter: $filter, first: 1) { totalCount pageInfo { endCursor } } }';

interface PageAnswer {
  readonly totalCount?: number;
  readonly pageInfo: { readonly endCursor: string | null };
}

/** How many sessions lie before the page. */
export const depthOf = ({ page, size = SIZE }: ListCase): number => (page - 1) * size;

/** Number of sessions in the whole list. */
export async function lengthOf(load: Load, { variables }: ListCase): Promise<number> {
  return (await sendFor(load, askOf(LENGTH, { filter: variables?.['filter'] }))).totalCount ?? 0;
}

/** The request for the page at this depth, having walked there by the cursors that the API gives. */
export async function askAt(load: Load, { variables, size = SIZE }: ListCase, depth: number): Promise<Ask> {
  const longest = 100;
  let after: string | null = null;
  for (let at = 0; at < depth; at += longest) {
    const first = Math.min(longest, depth - at);
    const { pageInfo } = await sendFor(load, askOf(SESSIONS, { ...variables, first, after }));
    after = pageInfo.endCursor;
  }
  return askOf(SESSIONS, { ...variables, first: size, after });
}

const askOf = (query: string, variables: object): Ask => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});

const sendFor = async (load: Load, ask: Ask): Promise<PageAnswer> =>
  (JSON.parse(await load.send(ask)) as { data: { sessions: PageAnswer } }).data.sessions;
