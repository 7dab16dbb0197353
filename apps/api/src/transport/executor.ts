import {
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { RequestContext } from '../core/request-context.js';
import { checkDocument } from './document-check.js';
import { conditionNames, settleConditions } from './conditions.js';
import { assertCost } from './document-cost.js';
import { assertVariablesText } from './input-text.js';
import { liftLiterals, type LiftedOperation } from './lift-literals.js';
import { variableErrors } from './variable-errors.js';

/*
 * Checks documents and executes them by compiling each operation once (graphql-jit): a third of the interpreter's work for a
 * list. What is made of a document lives as long as the parsed document, which the server's bounded store decides.
 */

type Variables = Readonly<Record<string, unknown>>;

/** One operation to execute. */
export interface Execution {
  readonly document: DocumentNode;
  /** Undefined where the document has none of the name, or several and no name was said. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly variables: Variables;
  readonly context: RequestContext;
}

export type Executor = (execution: Execution) => Promise<ExecutionResult>;

type Run = CompiledQuery['query'];

interface Prepared extends LiftedOperation {
  /** The variables that decide what is selected. */
  readonly conditions: readonly string[];
  /** The programs, by what the conditions say. */
  readonly programs: Map<string, Run>;
}

export function createExecutor(schema: GraphQLSchema): Executor {
  const faults = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const prepared = new WeakMap<OperationDefinitionNode, Prepared>();
  const check = (document: DocumentNode): readonly GraphQLError[] =>
    remembered(faults, document, () => checkDocument(schema, document));
  const prepare = (document: DocumentNode, operation: OperationDefinitionNode): Prepared =>
    remembered(prepared, operation, () => {
      const lifted = liftLiterals(schema, document, operation);
      return { ...lifted, conditions: conditionNames(lifted.document), programs: new Map() };
    });

  return async ({ document, operation, variables, context }) => {
    try {
      assertVariablesText(variables);
      const errors = check(document);
      if (errors.length > 0) return { errors };
      if (!operation) return { errors: [NO_OPERATION] };
      const ready = prepare(document, operation);
      const values = ready.variablesFor(variables);
      assertCost(schema, document, { operation, variables: values });
      // A literal comes behind the variables that stand in it, whose errors would be told twice.
      for (const definitions of [operation.variableDefinitions ?? [], ready.added]) {
        const wrong = variableErrors(schema, definitions, values);
        if (wrong.length > 0) return { errors: wrong };
      }
      return presentable(await program(schema, ready, values)(undefined, context, values));
    } catch (err) {
      return { errors: [asGraphQLError(err)] };
    }
  };
}

const NO_OPERATION = new GraphQLError('The document has no operation of this name, or several where none is named.');

/** So many programs of one document are kept; there could be as many as there are outcomes of its conditions. */
const PROGRAMS_MAX = 32;

function program(schema: GraphQLSchema, { document, conditions, programs }: Prepared, variables: Variables): Run {
  const key = conditions.map((name) => String(variables[name])).join();
  const known = programs.get(key);
  if (known) return known;
  const run = compile(schema, settleConditions(document, variables));
  if (programs.size >= PROGRAMS_MAX) programs.clear();
  programs.set(key, run);
  return run;
}

function compile(schema: GraphQLSchema, document: DocumentNode): Run {
  const query = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true });
  if (!isCompiledQuery(query)) throw new Error('A valid document does not compile.', { cause: query.errors?.[0] });
  return query.query;
}

function remembered<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

const asGraphQLError = (err: unknown): GraphQLError =>
  err instanceof GraphQLError
    ? err
    : new GraphQLError('Execution failed.', { originalError: err instanceof Error ? err : new Error(String(err)) });

/** graphql-jit has an error class of its own. */
const presentable = (result: ExecutionResult): ExecutionResult =>
  result.errors ? { ...result, errors: result.errors.map(fieldError) } : result;

const fieldError = ({ message, path, originalError, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path, originalError, extensions });
