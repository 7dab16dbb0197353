import { GraphQLError, Kind, specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { DocumentLimits } from '../core/config.js';
import { assertShape } from './document-limits.js';
import { assertDocumentText } from './input-text.js';

/** So many errors of one document are named. */
const ERRORS_MAX = 20;

/**
 * What is wrong with a document, whatever its variables; nothing if all is well. Its size comes first, since validation itself
 * can be made to take seconds.
 *
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 * @throws DomainError `BAD_USER_INPUT` for a text that cannot be stored.
 */
export function checkDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  limits: DocumentLimits,
): readonly GraphQLError[] {
  assertShape(document, limits);
  assertDocumentText(document);
  const errors = [
    ...rootlessErrors(schema, document),
    ...validate(schema, document, specifiedRules, { maxErrors: ERRORS_MAX }),
  ];
  return errors.map(validationError);
}

/** Validation looks at no field of an operation that the schema has no type for. */
const rootlessErrors = (schema: GraphQLSchema, { definitions }: DocumentNode): readonly GraphQLError[] =>
  definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .filter(({ operation }) => !schema.getRootType(operation))
    .map((node) => new GraphQLError(`The schema has no ${node.operation}s.`, { nodes: [node] }));

const validationError = ({ message, nodes = [], extensions }: GraphQLError): GraphQLError =>
  // A scalar's own code says more.
  new GraphQLError(message, { nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions } });
