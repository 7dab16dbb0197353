// Whether a request may be sent twice follows from what its document is, so the document is read, not trusted: a mutation
// handed to `query` would otherwise be repeated like a query.
import type { ArgumentNode, DocumentNode, FieldNode, OperationTypeNode } from 'graphql';
import { Kind } from 'graphql/language/kinds.js';
import { parse } from 'graphql/language/parser.js';
import { print } from 'graphql/language/printer.js';
import { valueFromASTUntyped } from 'graphql/utilities/valueFromASTUntyped.js';

export type Variables = Readonly<Record<string, unknown>>;

export interface PreparedDocument {
  readonly text: string;
  readonly operation: `${OperationTypeNode}`;
  /** The fields at the top, or `null` where a fragment hides them. */
  readonly rootFields: readonly FieldNode[] | null;
}

const preparedNodes = new WeakMap<DocumentNode, PreparedDocument>();

/**
 * Reads the document's operation.
 *
 * @throws TypeError where it holds none or several.
 * @throws GraphQLError where the text is not GraphQL.
 */
export function prepareDocument(document: DocumentNode | string): PreparedDocument {
  if (typeof document === 'string') return describe(parse(document, { noLocation: true }), document);
  let prepared = preparedNodes.get(document);
  if (prepared === undefined) {
    prepared = describe(document, print(document));
    preparedNodes.set(document, prepared);
  }
  return prepared;
}

/** True where every field at the top carries an idempotency key, as an argument or in its `input`. */
export function isKeyed({ rootFields }: PreparedDocument, variables: Variables): boolean {
  return rootFields?.every((field) => field.arguments?.some((argument) => carriesKey(argument, variables))) ?? false;
}

function describe(node: DocumentNode, text: string): PreparedDocument {
  const operations = node.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operation === undefined || operations.length > 1) {
    throw new TypeError(`A document must hold exactly one operation; this one holds ${operations.length}.`);
  }
  const { selections } = operation.selectionSet;
  const fields = selections.filter((selection) => selection.kind === Kind.FIELD);
  return { text, operation: operation.operation, rootFields: fields.length === selections.length ? fields : null };
}

function carriesKey({ name, value }: ArgumentNode, variables: Variables): boolean {
  if (name.value !== 'idempotencyKey' && name.value !== 'input') return false;
  const given: unknown = valueFromASTUntyped(value, { ...variables });
  if (name.value === 'idempotencyKey') return typeof given === 'string';
  return (
    typeof given === 'object' && given !== null && 'idempotencyKey' in given && typeof given.idempotencyKey === 'string'
  );
}
