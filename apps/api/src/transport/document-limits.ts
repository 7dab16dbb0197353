import { LIMITS } from '@foyer/types/limits';
import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ASTVisitor,
} from 'graphql';

/*
 * How much one document may ask for. Its shape is measured before it is validated, since validation itself can be made to take
 * seconds by fragments that spread each other; its cost is measured before it is executed, when the sizes of the pages are known.
 * Each fragment is measured once.
 */

/** Bounds of a document; counts are after fragments are put in place. */
export const DOCUMENT_LIMITS = {
  /** Also keeps the parser, which is recursive, within its stack. */
  tokensMax: 4_000,
  depthMax: 12,
  /** The IDE's introspection query needs 15. */
  introspectionDepthMax: 20,
  introspectionFieldsMax: 500,
  aliasesMax: 100,
  fieldsMax: 2_000,
  operationsMax: 50,
  /** Fields that the answer can have, pages at their full size. */
  costMax: 200_000,
} as const;

interface Shape {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly introspectionDepth: number;
  readonly introspectionFields: number;
}

const NOTHING: Shape = { depth: 0, fields: 0, aliases: 0, introspectionDepth: 0, introspectionFields: 0 };

const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });

/** Selection sets within each other, fragments counted; what is deeper than this is not measured to its end. */
const NESTING_MAX = 100;

/** A validation rule that stops before any other looks at a document that is too deep, too wide or too repetitive. */
export function documentLimitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document: {
      enter() {
        assertShape(context.getDocument());
      },
    },
  };
}

/** @throws GraphQLError `QUERY_TOO_COMPLEX`. */
function assertShape(document: DocumentNode): void {
  const measure = shapeMeasure(fragmentsOf(document));
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operations.length > DOCUMENT_LIMITS.operationsMax)
    throw tooComplex(`At most ${DOCUMENT_LIMITS.operationsMax} operations in one document.`);
  for (const { selectionSet } of operations) {
    const shape = measure(selectionSet);
    const { depthMax, fieldsMax, aliasesMax, introspectionDepthMax, introspectionFieldsMax } = DOCUMENT_LIMITS;
    if (shape.depth > depthMax) throw tooComplex(`The document is more than ${depthMax} levels deep.`);
    if (shape.fields > fieldsMax) throw tooComplex(`The document asks for more than ${fieldsMax} fields.`);
    if (shape.aliases > aliasesMax) throw tooComplex(`The document has more than ${aliasesMax} aliases.`);
    if (shape.introspectionDepth > introspectionDepthMax || shape.introspectionFields > introspectionFieldsMax) {
      throw tooComplex('The introspection asks for too much.');
    }
  }
}

function shapeMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Shape {
  const ofFragments = new Map<string, Shape>();
  let nesting = 0;
  const ofSet = ({ selections }: SelectionSetNode): Shape => {
    if (++nesting > NESTING_MAX) throw tooComplex(`The document is more than ${DOCUMENT_LIMITS.depthMax} levels deep.`);
    const shape = selections.map(ofSelection).reduce(besides, NOTHING);
    nesting--;
    return shape;
  };
  const ofFragment = (name: string): Shape => {
    const known = ofFragments.get(name);
    if (known) return known;
    // Entered before it is measured: one that leads back to itself adds nothing, and validation refuses it.
    ofFragments.set(name, NOTHING);
    const fragment = fragments.get(name);
    const shape = fragment ? ofSet(fragment.selectionSet) : NOTHING;
    ofFragments.set(name, shape);
    return shape;
  };
  const ofSelection = (selection: SelectionNode): Shape => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    return ofField(selection, selection.selectionSet ? ofSet(selection.selectionSet) : NOTHING);
  };
  return ofSet;
}

function ofField({ name, alias }: FieldNode, below: Shape): Shape {
  const aliases = below.aliases + (alias ? 1 : 0);
  if (name.value.startsWith('__')) {
    return {
      ...NOTHING,
      aliases,
      introspectionDepth: below.depth + below.introspectionDepth + 1,
      introspectionFields: below.fields + below.introspectionFields + 1,
    };
  }
  return { ...below, aliases, depth: below.depth + 1, fields: below.fields + 1 };
}

const besides = (a: Shape, b: Shape): Shape => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
  introspectionFields: a.introspectionFields + b.introspectionFields,
});

/**
 * The number of fields that the answer can have: those below a page count as often as the page is long.
 *
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 */
export function assertCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const fragments = fragmentsOf(document);
  const ofFragments = new Map<string, number>();
  const ofSet = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => sum + ofSelection(selection), 0);
  const ofFragment = (name: string): number => {
    const cost = ofFragments.get(name) ?? ofSet(fragments.get(name)?.selectionSet ?? EMPTY_SET);
    ofFragments.set(name, cost);
    return cost;
  };
  const ofSelection = (selection: SelectionNode): number => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    return 1 + (selection.selectionSet ? ofSet(selection.selectionSet) * pageSize(selection, variables) : 0);
  };
  if (ofSet(operation.selectionSet) > DOCUMENT_LIMITS.costMax) {
    throw tooComplex(`The answer could have more than ${DOCUMENT_LIMITS.costMax} fields; ask for smaller pages.`);
  }
}

const EMPTY_SET: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Fields that are lists without `first` or `last`, and what they may well hold. */
const LIST_SIZE = 20;
const CONNECTION_PARTS = new Set(['nodes', 'edges', 'pageInfo']);
const PLAIN_LISTS = new Set(['variables', 'participants', 'identities', 'appVariables']);

function pageSize(
  { name, arguments: given = [], selectionSet }: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const sizes = given
    .filter((argument) => argument.name.value === 'first' || argument.name.value === 'last')
    .map(({ value }) =>
      value.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : value.kind === Kind.INT
          ? Number(value.value)
          : undefined,
    )
    .filter((size) => typeof size === 'number');
  if (sizes.length > 0) return Math.min(Math.max(...sizes, 1), LIMITS.pageSizeMax);
  if (PLAIN_LISTS.has(name.value)) return LIST_SIZE;
  const isConnection = selectionSet?.selections.some(
    (selection) => selection.kind === Kind.FIELD && CONNECTION_PARTS.has(selection.name.value),
  );
  return isConnection ? LIMITS.pageSizeDefault : 1;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
