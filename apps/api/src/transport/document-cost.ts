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

/** What a statement costs, in fields of an answer. Every page is one; all else is gathered by loaders. */
const STATEMENT_COST = 50;

/** What a statement costs that may have to look at every row: one that counts, or one that looks for something. */
const SCAN_COST = 1_500;
const SCANNING_FIELDS = new Set(['totalCount', 'searchMessages']);
const SCANNING_ARGUMENTS = new Set(['filter', 'search']);

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
  const root = schema.getRootType(operation.operation);
  const cost = new Cost(schema, fragmentsOf(document), variables);
  if (root && cost.ofSet(operation.selectionSet, root, 1) > DOCUMENT_LIMITS.costMax) {
    throw tooComplex('The answer could take too much; ask for fewer fields, or for smaller pages.');
  }
}

/** The cost of one operation's parts. `page` is how long the lists of the connection are that a part stands in. */
class Cost {
  private readonly ofFragments = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  ofSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType, page: number): number {
    return selections.reduce((sum, selection) => sum + this.ofSelection(selection, parent, page), 0);
  }

  private ofSelection(selection: SelectionNode, parent: GraphQLCompositeType, page: number): number {
    if (selection.kind === Kind.FIELD) return this.ofField(selection, parent, page);
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.ofTyped(selection, parent, page);
    const fragment = this.fragments.get(selection.name.value);
    const key = `${selection.name.value} ${page}`;
    const cost = this.ofFragments.get(key) ?? (fragment ? this.ofTyped(fragment, parent, page) : 0);
    this.ofFragments.set(key, cost);
    return cost;
  }

  private ofTyped(
    { selectionSet, typeCondition }: InlineFragmentNode | FragmentDefinitionNode,
    parent: GraphQLCompositeType,
    page: number,
  ): number {
    const type = typeCondition ? this.schema.getType(typeCondition.name.value) : parent;
    return isCompositeType(type) ? this.ofSet(selectionSet, type, page) : 0;
  }

  private ofField(node: FieldNode, parent: GraphQLCompositeType, page: number): number {
    const itself = isScan(node) ? SCAN_COST : 1;
    const field = fieldsOf(parent)[node.name.value];
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !field || !isCompositeType(type)) return itself;
    if (isConnection(type)) {
      const size = askedSize(node, this.variables) ?? LIMITS.pageSizeDefault;
      return Math.max(itself, STATEMENT_COST) + this.ofSet(node.selectionSet, type, size);
    }
    const length = isConnection(parent) ? page : LIST_SIZE;
    return itself + this.ofSet(node.selectionSet, type, 1) * (isListType(getNullableType(field.type)) ? length : 1);
  }
}

const isScan = ({ name, arguments: given = [] }: FieldNode): boolean =>
  SCANNING_FIELDS.has(name.value) || given.some((argument) => SCANNING_ARGUMENTS.has(argument.name.value));

const fieldsOf = (type: GraphQLCompositeType): Readonly<Record<string, GraphQLField<unknown, unknown>>> =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};

const isConnection = (type: GraphQLCompositeType): boolean => 'pageInfo' in fieldsOf(type);

/** How long a page is asked to be; null where nothing is said. */
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
