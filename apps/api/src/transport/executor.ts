import {
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import { underAllowance } from '../core/allowance.js';
import type { DocumentLimits } from '../core/config.js';
import { DomainError } from '../core/errors.js';
import type { RequestContext } from '../core/request-context.js';
import { assertAnswerSize, hasAliases } from './answer-size.js';
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

/** An operation that may run, or what is wrong with it. */
export type Preparation =
  | { readonly errors: readonly GraphQLError[]; readonly run?: never }
  | { readonly run: () => Promise<ExecutionResult>; readonly errors?: never };

export interface Executor {
  /** Checks an operation and its variables; what it costs among them. */
  readonly prepare: (execution: Execution) => Preparation;
  /** Checks and runs an operation. */
  readonly execute: (execution: Execution) => Promise<ExecutionResult>;
}

type Run = CompiledQuery['query'];

interface Prepared extends LiftedOperation {
  /** The variables that decide what is selected. */
  readonly conditions: readonly string[];
  /** The programs, by what the conditions say. */
  readonly programs: Map<string, Run>;
  /** Whether the answer can have more than once what was read once. */
  readonly repeats: boolean;
}

export function createExecutor(schema: GraphQLSchema, limits: DocumentLimits): Executor {
  const faults = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const prepared = new WeakMap<OperationDefinitionNode, Prepared>();
  const check = (document: DocumentNode): readonly GraphQLError[] =>
    remembered(faults, document, () => checkDocument(schema, document, limits));
  const lift = (document: DocumentNode, operation: OperationDefinitionNode): Prepared =>
    remembered(prepared, operation, () => {
      const lifted = liftLiterals(schema, document, operation);
      const conditions = conditionNames(lifted.document);
      return { ...lifted, conditions, programs: new Map(), repeats: hasAliases(document) };
    });

  const prepare = ({ document, operation, variables, context }: Execution): Preparation => {
    try {
      assertVariablesText(variables);
      const errors = check(document);
      if (errors.length > 0) return { errors };
      if (!operation) return { errors: [NO_OPERATION] };
      const ready = lift(document, operation);
      const values = ready.variablesFor(variables);
      const { costMax } = limits;
      assertCost(schema, ready.document, { operation: ready.operation, variables: values, costMax });
      // A literal comes behind the variables that stand in it, whose errors would be told twice.
      for (const definitions of [operation.variableDefinitions ?? [], ready.added]) {
        const wrong = variableErrors(schema, definitions, values);
        if (wrong.length > 0) return { errors: wrong };
      }
      const compiled = program(schema, ready, values);
      const assertSize = ready.repeats ? assertAnswerSize : null;
      return { run: () => run(() => compiled(undefined, context, values), assertSize, operation.operation) };
    } catch (err) {
      return { errors: [asGraphQLError(err)] };
    }
  };
  return {
    prepare,
    execute: (execution) => {
      const { run: ready, errors } = prepare(execution);
      return ready ? ready() : Promise.resolve({ errors });
    },
  };
}

async function run(
  execute: () => ExecutionResult | Promise<ExecutionResult>,
  assertSize: typeof assertAnswerSize | null,
  kind: `${OperationTypeNode}`,
): Promise<ExecutionResult> {
  const shown = kind === 'mutation' ? toldDone : asItIs;
  try {
    const result = presentable(await underAllowance(execute), shown);
    assertSize?.(result.data);
    return result;
  } catch (err) {
    return { errors: [shown(asGraphQLError(err))] };
  }
}

const asItIs = (err: GraphQLError): GraphQLError => err;

/**
 * What is too much of an answer is found out when a mutation has done what it was to do: whoever took it for refused would do it
 * twice. Where the field of the mutation itself failed, nothing is said: its change was taken back.
 */
function toldDone(err: GraphQLError): GraphQLError {
  const { code } = err.originalError instanceof DomainError ? err.originalError : err.extensions;
  if (code !== 'QUERY_TOO_COMPLEX' || err.path?.length === 1) return err;
  const message = `${err.message} What the mutation was to do is done.`;
  return new GraphQLError(message, { path: err.path, extensions: { code } });
}

const NO_OPERATION = new GraphQLError('The document has no operation of this name, or several where none is named.', {
  extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
});

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
const presentable = (result: ExecutionResult, shown: (err: GraphQLError) => GraphQLError): ExecutionResult =>
  result.errors ? { ...result, errors: result.errors.map((err) => shown(fieldError(err))) } : result;

const fieldError = ({ message, path, originalError, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { path, originalError, extensions });
