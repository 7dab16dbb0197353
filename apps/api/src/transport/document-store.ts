import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { GraphQLError, parse, type DocumentNode } from 'graphql';

/** Documents as parsed, by their hash, for a GraphQL server. */
export interface DocumentStore {
  get(key: string): Promise<DocumentNode | undefined>;
  set(key: string, document: DocumentNode): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/** The documents that all edges share, and with them what was made of each. */
export interface Documents {
  readonly store: DocumentStore;
  /**
   * The document of a text, parsed unless it is kept.
   *
   * @throws GraphQLError `GRAPHQL_PARSE_FAILED`.
   */
  read(text: string): DocumentNode;
}

/**
 * What the kept documents may have together, in characters. A document takes about 600 bytes of memory for each, most of them for
 * the program that it is compiled to; callers that write their values into documents send a new one each time.
 */
export const CHARS_MAX = 200_000;

/** Of SHA-256 in hexadecimal. The server puts the schema's own before it, which is the same for all. */
const HASH_LENGTH = 64;
const hashOf = (key: string): string => key.slice(-HASH_LENGTH);

/** Keeps the documents that were asked for last. What is larger than a tenth of the whole is parsed anew each time. */
export function createDocuments(tokensMax: number): Documents {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: CHARS_MAX,
    maxEntrySize: CHARS_MAX / 10,
    sizeCalculation: ({ loc }) => Math.max(loc?.source.body.length ?? 1, 1),
  });
  return {
    store: {
      get: (key) => Promise.resolve(documents.get(hashOf(key))),
      set: (key, document) => {
        documents.set(hashOf(key), document);
        return Promise.resolve();
      },
      delete: (key) => Promise.resolve(documents.delete(hashOf(key))),
    },
    read(text) {
      const key = hash('sha256', text);
      const known = documents.get(key);
      if (known) return known;
      const document = parsed(text, tokensMax);
      documents.set(key, document);
      return document;
    },
  };
}

function parsed(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (err) {
    const { message, source, positions } = err instanceof GraphQLError ? err : new GraphQLError('Syntax Error.');
    const originalError = err instanceof Error ? err : new Error(String(err));
    throw new GraphQLError(message, { source, positions, originalError, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
  }
}
