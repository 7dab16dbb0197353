import { LRUCache } from 'lru-cache';
import type { DocumentNode } from 'graphql';

/** Documents as parsed, by their hash, for a GraphQL server. */
export interface DocumentStore {
  get(hash: string): Promise<DocumentNode | undefined>;
  set(hash: string, document: DocumentNode): Promise<void>;
  delete(hash: string): Promise<boolean>;
}

/**
 * What the kept documents may have together, in characters. A document takes about 600 bytes of memory for each, most of them for
 * the program that it is compiled to; callers that write their values into documents send a new one each time.
 */
export const CHARS_MAX = 200_000;

/** Keeps the documents that were asked for last. What is larger than a tenth of the whole is parsed anew each time. */
export function createDocumentStore(): DocumentStore {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: CHARS_MAX,
    maxEntrySize: CHARS_MAX / 10,
    sizeCalculation: ({ loc }) => Math.max(loc?.source.body.length ?? 1, 1),
  });
  return {
    get: (hash) => Promise.resolve(documents.get(hash)),
    set: (hash, document) => {
      documents.set(hash, document);
      return Promise.resolve();
    },
    delete: (hash) => Promise.resolve(documents.delete(hash)),
  };
}
