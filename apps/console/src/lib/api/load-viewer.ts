import 'server-only';
import { cache } from 'react';
import type { ViewerQuery } from '../generated/graphql';
import { graphql } from '../generated/gql';
import { tryQuery } from './query-api';

const ViewerDocument = graphql(`
  query Viewer {
    viewer {
      id
      kind
      name
      role
    }
  }
`);

export type Viewer = ViewerQuery['viewer'];

/** Who looks at the page; null where nobody is signed in, or the API did not say. Asked once per request. */
export const findViewer = cache(
  async (): Promise<Viewer | null> => (await tryQuery(ViewerDocument, {})).data?.viewer ?? null,
);
