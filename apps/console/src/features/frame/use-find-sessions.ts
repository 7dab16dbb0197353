'use client';

import { useQuery } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { LIMITS } from '@foyer/types/limits';
import { isUuid } from '../../lib/format/text';
import { readFragment, type FragmentType } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { FoundSessionFragment } from './found-session';

const FindSessionsQuery = graphql(`
  query FindSessions($filter: SessionFilter, $id: ID, $slug: String, $isId: Boolean!, $isSlug: Boolean!) {
    byId: session(id: $id) @include(if: $isId) {
      id
      ...FoundSession
    }
    bySlug: session(slug: $slug) @include(if: $isSlug) {
      id
      ...FoundSession
    }
    sessions(filter: $filter, first: 8) {
      nodes {
        id
        ...FoundSession
      }
    }
  }
`);

/** A pause in typing that is long enough to ask. */
const typingPauseMs = 140;

export interface Found {
  readonly sessions: readonly {
    readonly id: string;
    readonly slug: string;
    readonly session: FragmentType<typeof FoundSessionFragment>;
  }[];
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
}

/** Sessions for what is typed: by id or slug first, then by words; the most recently active ones while nothing is typed. */
export function useFindSessions(typed: string, isActive: boolean): Found {
  const [search] = useDebouncedValue(typed.trim().normalize('NFC').toWellFormed(), typingPauseMs);
  const isId = isUuid(search);
  const isSlug = !isId && LIMITS.slugPattern.test(search);
  const { data, previousData, loading, error } = useQuery(FindSessionsQuery, {
    skip: !isActive,
    fetchPolicy: 'cache-and-network',
    variables: {
      filter: search === '' ? {} : { search },
      isId,
      isSlug,
      id: isId ? search : null,
      slug: isSlug ? search : null,
    },
  });
  const shown = data ?? previousData;
  const nodes = [shown?.byId, shown?.bySlug, ...(shown?.sessions.nodes ?? [])].filter(
    (node) => node !== null && node !== undefined,
  );
  const unlike = [...new Map(nodes.map((node) => [node.id, node])).values()];
  return {
    sessions: unlike.map((node) => ({
      id: node.id,
      slug: readFragment(FoundSessionFragment, node).slug,
      session: node,
    })),
    isLoading: loading,
    hasFailed: error !== undefined,
  };
}
