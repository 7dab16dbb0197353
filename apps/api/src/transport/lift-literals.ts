import {
  Kind,
  parseType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { isExactInteger } from '../core/scalars.js';

/*
 * The compiler writes the literals of a document into the program that it makes: there, a chosen text would be run, a key
 * `__proto__` would be lost, and the default of a date would stay a text. So each literal is made a variable first, and nothing
 * that a caller wrote becomes part of a program.
 */

type Variables = Readonly<Record<string, unknown>>;

/** One operation without literals. */
export interface LiftedOperation {
  readonly operation: OperationDefinitionNode;
  /** The operation with its fragments. */
  readonly document: DocumentNode;
  /** The definitions of the variables that were literals. */
  readonly added: readonly VariableDefinitionNode[];
  /** What to run it with: the variables as given, the defaults of the others, and the literals. */
  readonly variablesFor: (given: Variables) => Variables;
}

/** Lifts the literals of a valid document's operation. */
export function liftLiterals(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
): LiftedOperation {
  const { variableDefinitions: own = [] } = operation;
  const literals = new Map<string, ValueNode>();
  const added: VariableDefinitionNode[] = [];
  const taken = new Set(own.map(({ variable }) => variable.name.value));

  const lift = (argument: ArgumentNode, type: GraphQLInputType): ArgumentNode => {
    const name = freeName(argument.name.value, taken);
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
    literals.set(name, argument.value);
    added.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(String(type)) });
    return { ...argument, value: variable };
  };
  const types = new TypeInfo(schema);
  const liftIn = <Node extends DocumentNode['definitions'][number]>(node: Node): Node =>
    visit(
      node,
      visitWithTypeInfo(types, {
        // Their only literals are booleans.
        [Kind.DIRECTIVE]: () => false,
        [Kind.VARIABLE_DEFINITION]: () => false,
        [Kind.ARGUMENT]: (argument) => {
          const type = types.getInputType();
          return type && argument.value.kind !== Kind.VARIABLE ? lift(argument, type) : undefined;
        },
      }),
    );
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map(liftIn);
  const bare = liftIn(operation);
  const lifted = { ...bare, variableDefinitions: [...own, ...added] };
  return {
    operation: lifted,
    document: { kind: Kind.DOCUMENT, definitions: [lifted, ...fragments] },
    added,
    variablesFor: (given) => withLiterals(withDefaults(given, own), literals),
  };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}

function withDefaults(given: Variables, definitions: readonly VariableDefinitionNode[]): Variables {
  const defaults = definitions.flatMap(({ variable: { name }, defaultValue }) =>
    defaultValue && !Object.hasOwn(given, name.value) ? [[name.value, jsonOf(defaultValue, {})] as const] : [],
  );
  return defaults.length > 0 ? { ...given, ...Object.fromEntries(defaults) } : given;
}

function withLiterals(given: Variables, literals: ReadonlyMap<string, ValueNode>): Variables {
  if (literals.size === 0) return given;
  return { ...given, ...Object.fromEntries([...literals].map(([name, value]) => [name, jsonOf(value, given)])) };
}

/** A literal as it would have been sent in a variable; undefined for a variable that was not sent. */
function jsonOf(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.NULL:
      return null;
    case Kind.INT:
      // An id may be written as a number of any length.
      return isExactInteger(node.value) ? Number(node.value) : node.value;
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((item) => jsonOf(item, variables) ?? null);
    case Kind.OBJECT:
      // fromEntries defines each key as its own property, `__proto__` as well.
      return Object.fromEntries(
        node.fields
          .map(({ name, value }) => [name.value, jsonOf(value, variables)] as const)
          .filter(([, value]) => value !== undefined),
      );
    default:
      return node.value;
  }
}
