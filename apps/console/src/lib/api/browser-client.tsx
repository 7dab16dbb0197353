'use client';

import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';

/** Gives the page an Apollo client that asks this console's read-only proxy; the API's key stays on the server. */
export function BrowserApiProvider({ children }: { readonly children: ReactNode }): ReactNode {
  // One per mounted page: on the server, two readers must never share a cache.
  const [client] = useState(makeClient);
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}

function makeClient(): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: '/api/graphql', credentials: 'same-origin' }),
    cache: new InMemoryCache(),
  });
}
