import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { DocumentLimits } from '../core/config.js';

/*
 * How much one document may ask for. Its shape is measured before it is validated, since validation itself can be made to take
 * seconds; its cost (`document-cost.ts`) before it is executed, when the sizes of the pages are known. Each fragment is measured
 * once, however often it is spread.
 */

/** The IDE's introspection query needs 15. */
const INTROSPECTION_DEPTH_MAX = 20;
const INTROSPECTION_FIELDS_MAX = 500;
const OPERATIONS_MAX = 50;

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
export function assertShape(document: DocumentNode, limits: DocumentLimits): void {
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operations.length > OPERATIONS_MAX) throw tooComplex(`At most ${OPERATIONS_MAX} operations in one document.`);
  const measure = shapeMeasure(fragmentsOf(document));
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) assertWithin(measure(definition.selectionSet), limits);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const shape = measure(definition.selectionSet);
      assertWithin(isIntrospection(definition.typeCondition.name.value) ? asIntrospection(shape) : shape, limits);
    }
  }
}

function assertWithin(shape: Shape, { depthMax, fieldsMax, aliasesMax }: DocumentLimits): void {
  if (shape.depth > depthMax) throw tooComplex(`The document is more than ${depthMax} levels deep.`);
  if (shape.fields > fieldsMax) throw tooComplex(`The document asks for more than ${fieldsMax} fields.`);
  if (shape.aliases > aliasesMax) throw tooComplex(`The document has more than ${aliasesMax} aliases.`);
  if (shape.introspectionDepth > INTROSPECTION_DEPTH_MAX || shape.introspectionFields > INTROSPECTION_FIELDS_MAX) {
    throw tooComplex('The introspection asks for too much.');
  }
}

function shapeMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Shape {
  const ofFragments = new Map<string, Shape>();
  let nesting = 0;
  const ofSet = ({ selections }: SelectionSetNode): Shape => {
    if (++nesting > NESTING_MAX) throw tooComplex('The document has too many levels.');
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
