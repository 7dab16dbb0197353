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
import { bounds } from '../core/limits.js';
import { fragmentsOf, tooComplex } from './document-limits.js';
import { InputWeights } from './input-weight.js';

type Variables = Readonly<Record<string, unknown>>;

/** How long a list without `first` and `last` may well be. */
const LIST_SIZE = 20;

/** What a statement costs, in fields of an answer. Every page is one; all else is gathered by loaders. */
const STATEMENT_COST = 50;

/** What a mutation costs: a transaction of several statements. */
const MUTATION_COST = 500;

/** What a statement costs that may have to look at every row: one that counts, or one that looks for something. */
const SCAN_COST = 1_500;
const SCANNING_FIELDS = new Set(['totalCount', 'searchMessages']);
const SCANNING_ARGUMENTS = new Set(['filter', 'search']);

/** Operations that hash passwords, which takes a core for a twentieth of a second each. */
const SLOW_FIELDS = new Set<string>(['signIn', 'setUp', 'changePassword', 'createOperator', 'updateOperator']);

/** What a slow one takes of all that a request may cost: two are too much, whatever that is. */
const SLOW_SHARE = 0.6;

interface CostQuestion {
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly costMax: number;
}

/**
 * Counts the fields that the answer can have and the statements that it takes: those below a page count as often as the page is
 * long. Introspection has bounds of its own.
 *
 * @param document of which all literals are variables, and their values in `variables`, so that each is weighed once.
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 */
export function assertCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operation, variables, costMax }: CostQuestion,
): void {
  const root = schema.getRootType(operation.operation);
  const inputs = new InputWeights(variables);
  const cost = new Cost(schema, fragmentsOf(document), { variables, inputs, slowCost: costMax * SLOW_SHARE });
  // What came in once is bounded by the size of the request: only what is used again counts.
  if (root && cost.ofSet(operation.selectionSet, root, 1) - inputs.total > costMax) {
    throw tooComplex(
      'The request could take too much; ask for fewer fields, for smaller pages, or in several requests.',
    );
  }
}

/** The cost of one operation's parts. `page` is how long the lists of the connection are that a part stands in. */
class Cost {
  private readonly ofFragments = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly given: { readonly variables: Variables; readonly inputs: InputWeights; readonly slowCost: number },
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
    const itself = this.ofItself(node, parent);
    const field = fieldsOf(parent)[node.name.value];
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !field || !isCompositeType(type)) return itself;
    if (isConnection(type)) {
      const size = askedSize(node, this.given.variables) ?? LIMITS.pageSizeDefault;
      return Math.max(itself, STATEMENT_COST) + this.ofSet(node.selectionSet, type, size);
    }
    const length = isConnection(parent) ? page : LIST_SIZE;
    return itself + this.ofSet(node.selectionSet, type, 1) * (isListType(getNullableType(field.type)) ? length : 1);
  }

  private ofItself(node: FieldNode, parent: GraphQLCompositeType): number {
    const { inputs, slowCost } = this.given;
    const input = inputs.of(node);
    if (parent === this.schema.getMutationType()) {
      return input + (SLOW_FIELDS.has(node.name.value) ? slowCost : MUTATION_COST);
    }
    return input + (isScan(node) ? SCAN_COST : 1);
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
  return sizes.length > 0 ? Math.min(Math.max(...sizes, 1), bounds.pageSizeMax) : null;
}
