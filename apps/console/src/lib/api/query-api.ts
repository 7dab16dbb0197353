import 'server-only';
import { createClient, FoyerError } from '@foyer/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { Answer, Problem } from '../problem';
import { problemKind } from '../problem';
import { apiKey, apiUrl } from './config';

/** Longer than any page takes, shorter than a reader's patience. */
const answerWithinMs = 10_000;

/** Asks the API with the console's key. A failure is an answer too: pages draw it, so only faults of our own are thrown. */
export async function queryApi<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const key = await apiKey();
  if (key === null) return { problem: noKey };
  try {
    // One more try, and no longer: the reader can see a problem and say "again" better than a page that hangs.
    const client = createClient({ url: apiUrl(), apiKey: key, timeoutMs: answerWithinMs, retries: 1 });
    // The client decides by the variables' type whether they may be left out, which no generic type can answer: text asks for none.
    return { data: await client.query<Data>(print(document), variables) };
  } catch (error) {
    if (!(error instanceof FoyerError)) throw error;
    return {
      problem: {
        kind: problemKind(error.code),
        code: error.code,
        message: error.message,
        requestId: error.requestId ?? null,
      },
    };
  }
}

const noKey: Problem = {
  kind: 'unauthorized',
  code: 'UNAUTHENTICATED',
  message: 'The console has no API key.',
  requestId: null,
};
