import 'server-only';
import { queryApi, tryQuery } from '../../lib/api/query-api';
import type { SessionListQuery } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import type { Answer } from '../../lib/problem';
import { activeFilters, dropFilter, type FilterName, type ListState, sessionFilter } from './list-state';

/** Rows of one page: two screens of a large window, and little enough to draw at once. */
const pageSize = 50;

const SessionListDocument = graphql(`
  query SessionList(
    $filter: SessionFilter
    $sort: SessionSort
    $first: Int
    $after: Cursor
    $last: Int
    $before: Cursor
    $user: UserRef!
    $hasUser: Boolean!
  ) {
    sessions(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        ...SessionRow
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
    user(ref: $user) @include(if: $hasUser) {
      id
      displayName
      identities {
        externalId
        displayName
        primary
      }
    }
  }
`);

const SessionCountsDocument = graphql(`
  query SessionCounts($filter: SessionFilter, $active: SessionFilter) {
    all: sessions(first: 1) {
      totalCount
    }
    matching: sessions(filter: $filter, first: 1) {
      totalCount
    }
    active: sessions(filter: $active, first: 1) {
      totalCount
    }
  }
`);

const SessionCountDocument = graphql(`
  query SessionCount($filter: SessionFilter) {
    sessions(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

/** One page of the list as the address asks for it. */
export function loadList(state: ListState, now: number): Promise<Answer<SessionListQuery>> {
  const isBackwards = state.before !== null;
  return queryApi(SessionListDocument, {
    filter: sessionFilter(state, now),
    sort: state.sort,
    first: isBackwards ? null : pageSize,
    after: state.after,
    last: isBackwards ? pageSize : null,
    before: state.before,
    user: { id: state.user },
    hasUser: state.user !== null,
  });
}

export interface ListCounts {
  readonly all: number;
  readonly matching: number;
  readonly active: number;
}

/** How many sessions there are, match, and are active among those that match; null where the API would not say. */
export async function loadCounts(state: ListState, now: number): Promise<ListCounts | null> {
  const filter = sessionFilter(state, now);
  // Runs beside the list, which sends to sign in who has to: that this one fails as well nobody would take notice of.
  const answer = await tryQuery(SessionCountsDocument, { filter, active: { ...filter, status: ['ACTIVE'] } });
  if (answer.problem) return null;
  const { all, matching, active } = answer.data;
  return { all: all.totalCount, matching: matching.totalCount, active: active.totalCount };
}

export interface Relief {
  readonly filter: FilterName;
  /** How many sessions would match without this filter. */
  readonly matching: number;
}

/** Which filters stand alone in the way: without one of them, something would match. The one that frees most comes first. */
export async function loadReliefs(state: ListState, now: number): Promise<Relief[]> {
  const reliefs = await Promise.all(
    activeFilters(state).map(async (filter) => {
      const answer = await queryApi(SessionCountDocument, { filter: sessionFilter(dropFilter(state, filter), now) });
      return { filter, matching: answer.data?.sessions.totalCount ?? 0 };
    }),
  );
  return reliefs.filter(({ matching }) => matching > 0).toSorted((one, other) => other.matching - one.matching);
}
