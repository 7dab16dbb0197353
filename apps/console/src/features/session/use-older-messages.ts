'use client';

import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { type Sealed, unseal } from '../../lib/sealed';
import { withNewest, withOlder } from './message-pages';
import type { TranscriptMessage } from './transcript-lines';

type ReadPage = Omit<MessagePage, 'nodes'> & { readonly nodes: readonly TranscriptMessage[] };

export const TranscriptMessageFragment = graphql(`
  fragment SessionTranscriptMessage on Message {
    id
    seq
    role
    content
    parts
    metadata
    platform
    externalId
    createdAt
    redactedAt
    participant {
      id
      kind
      name
    }
  }
`);

const OlderMessagesQuery = graphql(`
  query OlderMessages($id: ID!, $before: Cursor!) {
    session(id: $id) {
      id
      messages(last: 50, before: $before) {
        nodes {
          ...SessionTranscriptMessage
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`);

export interface MessagePage {
  readonly nodes: readonly FragmentType<typeof TranscriptMessageFragment>[];
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly startCursor?: string | null };
}

export interface OlderMessages {
  readonly messages: readonly TranscriptMessage[];
  readonly hasOlder: boolean;
  readonly state: 'still' | 'loading' | 'failed';
  readonly loadOlder: () => void;
}

/** The messages that the page came with, and those before them as far as the reader has gone back. */
export function useOlderMessages(sessionId: string, start: Sealed<MessagePage>): OlderMessages {
  const client = useApolloClient();
  const [shown, setShown] = useState(() => ({ start, page: open(start) }));
  const [state, setState] = useState<OlderMessages['state']>('still');
  // The server has drawn the page again: what came in since belongs to the end of what is shown.
  if (shown.start !== start) setShown({ start, page: withNewest(shown.page, open(start)) });
  const { hasPreviousPage, startCursor } = shown.page.pageInfo;

  async function loadOlder(before: string): Promise<void> {
    setState('loading');
    // Not kept in the cache: nothing else draws them, and a long transcript would stay in memory after it is left.
    const { data } = await client.query({
      query: OlderMessagesQuery,
      variables: { id: sessionId, before },
      fetchPolicy: 'no-cache',
    });
    const older = data?.session?.messages;
    setState(older ? 'still' : 'failed');
    if (older) setShown((now) => ({ ...now, page: withOlder(now.page, readPage(older)) }));
  }

  return {
    messages: shown.page.nodes,
    hasOlder: hasPreviousPage,
    state,
    loadOlder: () => {
      if (startCursor && state !== 'loading') void loadOlder(startCursor).catch(() => setState('failed'));
    },
  };
}

function open(sealed: Sealed<MessagePage>): ReadPage {
  return readPage(unseal(sealed));
}

function readPage({ nodes, pageInfo }: MessagePage): ReadPage {
  return { nodes: nodes.map((node) => readFragment(TranscriptMessageFragment, node)), pageInfo };
}
