import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { DocumentLimits } from '../core/config.js';
import { DomainError } from '../core/errors.js';
import type { Log } from '../core/log.js';
import { createDocuments, type Documents } from './document-store.js';
import { createExecutor, type Executor } from './executor.js';
import { causeOf, isExpected, presentError } from './present-error.js';

/*
 * What becomes of an operation, by whichever edge it comes in: one store of documents, one executor with its limits, one way to
 * show what went wrong.
 */

export interface Operations {
  readonly schema: GraphQLSchema;
  readonly limits: DocumentLimits;
  readonly documents: Documents;
  readonly executor: Executor;
  /** Logs what is our fault, once, under the request's id. */
  logFaults(errors: readonly GraphQLError[], requestId: string): void;
}

export function createOperations(schema: GraphQLSchema, limits: DocumentLimits, log: Log): Operations {
  return {
    schema,
    limits,
    documents: createDocuments(limits.tokensMax),
    executor: createExecutor(schema, limits),
    logFaults(errors, requestId) {
      for (const err of errors) {
        const cause = causeOf(err);
        if (!isExpected(err)) log.error({ err: cause, requestId, path: err.path }, 'a field failed');
        else if (cause instanceof DomainError && cause.cause) log.warn({ err: cause, requestId }, 'refused');
      }
    },
  };
}

/** Errors as the caller sees them; of a fault of ours, under which request's id it was logged. */
export const shownErrors = (errors: readonly GraphQLError[], requestId: string): GraphQLFormattedError[] =>
  errors.map((err) => withRequestId(presentError(err.toJSON(), err), requestId));

export const withRequestId = (err: GraphQLFormattedError, requestId: string): GraphQLFormattedError =>
  err.extensions?.['code'] === 'INTERNAL' ? { ...err, extensions: { ...err.extensions, requestId } } : err;
