import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';

/** So many wrong values are named. The compiled form of a document would name every one of a million, and quote it. */
const ERRORS_MAX = 20;

/** What of the variables does not fit their definitions, with the place as `field` and the reason. */
export function variableErrors(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  const report = (path: readonly (string | number)[], reason: string): void => {
    const field = path.join('.');
    errors.push(new GraphQLError(`${field}: ${reason}`, { extensions: { code: 'BAD_USER_INPUT', field } }));
    if (errors.length >= ERRORS_MAX) throw ENOUGH;
  };
  try {
    for (const { variable, type: node, defaultValue } of definitions) {
      const name = variable.name.value;
      const type: GraphQLInputType | undefined = inputType(schema, node);
      if (!type) continue;
      if (Object.hasOwn(variables, name)) {
        coerceInputValue(variables[name], type, (path, _value, { message }) => report([name, ...path], message));
      } else if (isNonNullType(type) && !defaultValue) {
        report([name], `A value of type "${String(type)}" must be given.`);
      }
    }
  } catch (err) {
    if (err !== ENOUGH) throw err;
  }
  return errors;
}

const ENOUGH = Symbol('enough errors');

function inputType(schema: GraphQLSchema, node: VariableDefinitionNode['type']): GraphQLInputType | undefined {
  const type = typeFromAST(schema, node);
  return isInputType(type) ? type : undefined;
}
