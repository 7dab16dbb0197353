import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/*
 * How much one document may ask for. Its shape is measured before it is validated, since validation itself can be made to take
 * seconds; its cost (`document-cost.ts`) before it is executed, when the sizes of the pages are known. Each fragment is measured
 * once, however often it is spread.
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
  /** Fields that the answer can have, pages at their full size; `document-cost.ts` says what else counts. */
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

export const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });

/** Selection sets within each other, fragments counted; what is deeper than this is not measured to its end. */
const NESTING_MAX = 100;

/**
 * Refuses a document that is too deep, too wide or too repetitive. Fragments count as operations do, whether or not one spreads
 * them: validation looks at all of them.
 *
 * @throws GraphQLError `QUERY_TOO_COMPLEX`.
 */
export function assertShape(document: DocumentNode): void {
  const { operationsMax } = DOCUMENT_LIMITS;
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length > operationsMax) throw tooComplex(`At most ${operationsMax} operations in one document.`);
  const measure = shapeMeasure(fragmentsOf(document));
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) assertWithin(measure(definition.selectionSet));
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const shape = measure(definition.selectionSet);
      assertWithin(isIntrospection(definition.typeCondition.name.value) ? asIntrospection(shape) : shape);
    }
  }
}

function assertWithin(shape: Shape): void {
  const { depthMax, fieldsMax, aliasesMax, introspectionDepthMax, introspectionFieldsMax } = DOCUMENT_LIMITS;
  if (shape.depth > depthMax) throw tooComplex(`The document is more than ${depthMax} levels deep.`);
  if (shape.fields > fieldsMax) throw tooComplex(`The document asks for more than ${fieldsMax} fields.`);
  if (shape.aliases > aliasesMax) throw tooComplex(`The document has more than ${aliasesMax} aliases.`);
  if (shape.introspectionDepth > introspectionDepthMax || shape.introspectionFields > introspectionFieldsMax) {
    throw tooComplex('The introspection asks for too much.');
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
  const shape = {
    ...below,
    aliases: below.aliases + (alias ? 1 : 0),
    depth: below.depth + 1,
    fields: below.fields + 1,
  };
  return isIntrospection(name.value) ? asIntrospection(shape) : shape;
}

const isIntrospection = (name: string): boolean => name.startsWith('__');

const asIntrospection = ({ aliases, depth, fields, introspectionDepth, introspectionFields }: Shape): Shape => ({
  ...NOTHING,
  aliases,
  introspectionDepth: depth + introspectionDepth,
  introspectionFields: fields + introspectionFields,
});

const besides = (a: Shape, b: Shape): Shape => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
  introspectionFields: a.introspectionFields + b.introspectionFields,
});

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
