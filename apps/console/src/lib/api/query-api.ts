import 'server-only';
import { createClient, FoyerError } from '@foyer/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { PATH_HEADER, signInHref } from '../paths';
import { type Answer, makeProblem } from '../problem';
import { answerWithinMs, askApi } from './ask-api';
import { apiUrl } from './config';

/**
 * Asks the API as whoever asks for the page. A failure is an answer too: pages draw it, so only faults of our own are thrown.
 * Who is not signed in, or no longer, is sent to sign in.
 */
export async function queryApi<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const answer = await tryQuery(document, variables);
  if (answer.problem?.code === 'UNAUTHENTICATED') {
    redirect(signInHref((await headers()).get(PATH_HEADER) ?? '/', 'ended'));
  }
  return answer;
}

/** As `queryApi`, where that nobody is signed in is a problem like others: on pages for everybody, and beside other queries. */
export async function tryQuery<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const incoming = await headers();
  const client = createClient({
    url: apiUrl(),
    // Clients have keys; the console has none. What goes out is made of the browser's request instead.
    apiKey: '',
    fetch: (_url, init) => askApi(init?.body ?? null, incoming, init?.signal ?? AbortSignal.timeout(answerWithinMs)),
    timeoutMs: answerWithinMs,
    // Told to wait, the client would; a reader is better off with being told.
    retries: 0,
  });
  // The client decides by the variables' type whether they may be left out, which no generic type can answer: text asks for none.
  const ask = (): Promise<Data> => client.query<Data>(print(document), variables);
  try {
    return { data: await ask().catch((error: unknown) => (isBroken(error) ? ask() : Promise.reject(error))) };
  } catch (error) {
    if (!(error instanceof FoyerError)) throw error;
    return { problem: makeProblem(error.code, error.message, error.extensions, error.requestId) };
  }
}

/** The API was not there, or its connection had been closed: once more, and no longer. */
function isBroken(error: unknown): boolean {
  return error instanceof FoyerError && (error.code === 'NETWORK_ERROR' || error.code === 'UNAVAILABLE');
}
