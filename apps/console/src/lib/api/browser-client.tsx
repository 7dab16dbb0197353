'use client';

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { signInHref } from '../paths';
import { readProblem } from './read-problem';

/** Gives the page an Apollo client that asks this console's proxy, where the login's cookie is handed on to the API. */
export function BrowserApiProvider({ children }: { readonly children: ReactNode }): ReactNode {
  // One per mounted page: on the server, two readers must never share a cache.
  const [client] = useState(makeClient);
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}

function makeClient(): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([
      new ErrorLink(({ error, operation }) => {
        // A wrong password is refused with the same code as a login that has ended.
        if (operation.operationName !== 'SignIn' && readProblem(error).code === 'UNAUTHENTICATED') leaveToSignIn();
      }),
      new HttpLink({ uri: '/api/graphql', credentials: 'same-origin' }),
    ]),
    cache: new InMemoryCache(),
  });
}

/** Not by the router: all that the page still holds belongs to the login that has ended. */
function leaveToSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(signInHref(pathname + search, 'ended'));
}
