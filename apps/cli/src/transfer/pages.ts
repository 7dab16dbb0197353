import type { FoyerClient, Message, Page } from '@foyer/client';

/** The most that one request may ask for. */
export const pageSize = 100;

/** All nodes of a list, page by page, in the list's order. */
export async function* walkPages<Node>(
  read: (after: string | null) => Promise<Page<Node> | null>,
): AsyncGenerator<Node, void> {
  let after: string | null = null;
  do {
    const page: Page<Node> | null = await read(after);
    if (page === null) return;
    yield* page.nodes;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
}

/** A session's messages from the first on. */
export function walkMessages(client: FoyerClient, sessionId: string): AsyncGenerator<Message, void> {
  return walkPages((after) => client.messages({ sessionId, first: pageSize, after }));
}
