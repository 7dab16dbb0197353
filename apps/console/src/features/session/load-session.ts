import 'server-only';
import { cache } from 'react';
import { queryApi } from '../../lib/api/query-api';
import { isUuid } from '../../lib/format/text';
import type { SessionPageQuery } from '../../lib/generated/graphql';
import { graphql } from '../../lib/generated/gql';
import type { Answer } from '../../lib/problem';

const SessionPageDocument = graphql(`
  query SessionPage($id: ID, $slug: String) {
    session(id: $id, slug: $slug) {
      id
      ...SessionHead
      ...SessionFacts
      ...SessionTranscript
      ...SessionVariables
      ...SessionRaw
    }
  }
`);

/** The session of a page's address, which names it by slug or by id; null where there is none. Asked once per request. */
export const loadSession = cache(async (reference: string): Promise<Answer<SessionPageQuery['session']>> => {
  const byId = isUuid(reference) ? await load({ id: reference.toLowerCase() }) : null;
  // A slug may look like an id.
  return byId === null || byId.data === null ? load({ slug: reference }) : byId;
});

async function load(variables: { id: string } | { slug: string }): Promise<Answer<SessionPageQuery['session']>> {
  const answer = await queryApi(SessionPageDocument, variables);
  return answer.problem ? answer : { data: answer.data.session };
}
