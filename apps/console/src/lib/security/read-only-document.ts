import { GraphQLError, Kind, OperationTypeNode, parse } from 'graphql';

/** The console's largest document has about 400 tokens. */
const documentTokensMax = 2_000;

/**
 * Why a document may not pass through the proxy, or null where it only reads.
 *
 * Every operation of the document must be a query, not only the one that is named to run.
 */
export function refuseWritingDocument(source: string): string | null {
  try {
    const document = parse(source, { maxTokens: documentTokensMax, noLocation: true });
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    if (operations.length === 0) return 'The document has no operation.';
    const isReading = operations.every((operation) => operation.operation === OperationTypeNode.QUERY);
    return isReading ? null : 'The console only reads: mutations and subscriptions go to the API itself.';
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}
