import { LIMITS } from '@foyer/types/limits';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { DOCUMENT_LIMITS, fragmentsOf, tooComplex } from './document-limits.js';

type Variables = Readonly<Record<string, unknown>>;

/** How long a list without `first` and `last` may well be. */
const LIST_SIZE = 20;

/** What a statement costs, in fields of an answer. Every page is one, and so is its total; all else is gathered by loaders. */
const STATEMENT_COST = 50;

/**
 * Counts the fields that the answer can have and the statements that it takes: those below a page count as often as the page is
 * long. Introspection has bounds of its own.
 *
 * @param request a valid operation, and its variables with the defaults among them.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 */
export function assertCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, variables }: { readonly operation: OperationDefinitionNode; readonly variables: Variables },
): void {
  const fragments = fragmentsOf(document);
  const ofFragments = new Map<string, number>();
  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): number =>
    selections.reduce((sum, selection) => sum + ofSelection(selection, parent), 0);
  const ofTyped = (
    { selectionSet, typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
    parent?: GraphQLCompositeType,
  ): number => {
    const type = typeCondition ? schema.getType(typeCondition.name.value) : parent;
    return isCompositeType(type) ? ofSet(selectionSet, type) : 0;
  };
  const ofFragment = (name: string): number => {
    const fragment = fragments.get(name);
    const cost = ofFragments.get(name) ?? (fragment ? ofTyped(fragment) : 0);
    ofFragments.set(name, cost);
    return cost;
  };
  const ofSelection = (selection: SelectionNode, parent: GraphQLCompositeType): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofTyped(selection, parent);
    const field = fieldsOf(parent)[selection.name.value];
    const type = field && getNamedType(field.type);
    if (!selection.selectionSet || !field || !isCompositeType(type))
      return selection.name.value === 'totalCount' ? STATEMENT_COST : 1;
    const itself = isConnection(type) ? STATEMENT_COST : 1;
    return itself + ofSet(selection.selectionSet, type) * sizeOf(selection, field, parent, variables);
  };
  const root = schema.getRootType(operation.operation);
  if (root && ofSet(operation.selectionSet, root) > DOCUMENT_LIMITS.costMax) {
    throw tooComplex('The answer could take too much; ask for fewer fields, or for smaller pages.');
  }
}

const fieldsOf = (type: GraphQLCompositeType): Readonly<Record<string, GraphQLField<unknown, unknown>>> =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};

const isConnection = (type: GraphQLCompositeType): boolean => 'pageInfo' in fieldsOf(type);

/** How many of what stands below a field there may be. */
function sizeOf(
  node: FieldNode,
  { type }: GraphQLField<unknown, unknown>,
  parent: GraphQLCompositeType,
  variables: Variables,
): number {
  const asked = askedSize(node, variables);
  if (asked !== null) return asked;
  const named = getNamedType(type);
  if (isCompositeType(named) && isConnection(named)) return LIMITS.pageSizeDefault;
  // The lists of a connection are as long as its page, which is counted already.
  return isListType(getNullableType(type)) && !isConnection(parent) ? LIST_SIZE : 1;
}

function askedSize({ arguments: given = [] }: FieldNode, variables: Variables): number | null {
  const sizes = given
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => {
      if (value.kind === Kind.VARIABLE) return variables[value.name.value];
      return value.kind === Kind.INT ? Number(value.value) : null;
    })
    .filter((size) => typeof size === 'number');
  return sizes.length > 0 ? Math.min(Math.max(...sizes, 1), LIMITS.pageSizeMax) : null;
}
