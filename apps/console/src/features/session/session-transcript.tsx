import type { ReactNode } from 'react';
import { userName } from '../../lib/format/text';
import { type FragmentType, readFragment } from '../../lib/generated/fragment-masking';
import { graphql } from '../../lib/generated/gql';
import { seal } from '../../lib/sealed';
import { Transcript } from './transcript';

const SessionTranscriptFragment = graphql(`
  fragment SessionTranscript on Session {
    id
    messageCount
    user {
      id
      displayName
      identities {
        externalId
        displayName
        primary
      }
    }
    messages(last: 50) {
      nodes {
        ...SessionTranscriptMessage
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`);

/** What was said, newest at the bottom. */
export function SessionTranscript({
  session,
}: {
  readonly session: FragmentType<typeof SessionTranscriptFragment>;
}): ReactNode {
  const { id, messageCount, user, messages } = readFragment(SessionTranscriptFragment, session);
  // Picked one by one: at run time a fragment's object has the fields of all the others too.
  const start = seal({ nodes: messages.nodes, pageInfo: messages.pageInfo });
  return <Transcript key={id} sessionId={id} messageCount={messageCount} userName={userName(user)} start={start} />;
}
