import { GraphQLError, Kind, visit, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql';

/*
 * `@skip` and `@include`. The compiler mixes up what stands below a field that is asked for twice and skipped once, so that it
 * never sees them: what is selected is settled first, and each outcome is a document of its own.
 */

type Variables = Readonly<Record<string, unknown>>;

/** The names of the variables that decide what is selected, each once. */
export function conditionNames(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    [Kind.DIRECTIVE]: ({ arguments: given = [] }) => {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/**
 * The document with what is selected under these variables, and without conditions.
 *
 * @throws GraphQLError `BAD_USER_INPUT` for a condition that is null.
 */
export function settleConditions(document: DocumentNode, variables: Variables): DocumentNode {
  const settle = <Node extends { readonly directives?: readonly DirectiveNode[] }>(node: Node): Node | null => {
    const { directives = [] } = node;
    return directives.every((directive) => holds(directive, variables)) ? { ...node, directives: [] } : null;
  };
  return visit(document, {
    [Kind.FIELD]: settle,
    [Kind.INLINE_FRAGMENT]: settle,
    [Kind.FRAGMENT_SPREAD]: settle,
  });
}

function holds({ name, arguments: given = [] }: DirectiveNode, variables: Variables): boolean {
  const [condition] = given.map(({ value }) => valueOf(value, variables));
  return name.value === 'skip' ? condition !== true : condition !== false;
}

function valueOf(node: ValueNode, variables: Variables): unknown {
  if (node.kind === Kind.BOOLEAN) return node.value;
  const name = node.kind === Kind.VARIABLE ? node.name.value : '';
  const value = variables[name];
  if (typeof value === 'boolean') return value;
  throw new GraphQLError(`${name}: A condition must be true or false.`, {
    extensions: { code: 'BAD_USER_INPUT', field: name },
  });
}
