import { ERROR_CODES } from '@foyer/types/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { toDomainError } from '../core/database.js';
import { DomainError } from '../core/errors.js';

/*
 * The one place that decides what of an error is shown. Our refusals and GraphQL's own are; everything else is a fault on our
 * side, of which only the request's id gets out.
 */

/** Codes of GraphQL servers that are shown as they are: they speak of the document or of the request's form. */
const GRAPHQL_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
]);

/** What the error is, under its wrappings: the innermost that says something to the caller, unless a fault lies beneath it. */
export function causeOf(err: unknown): unknown {
  let cause = err;
  let shown: GraphQLError | null = null;
  while (cause instanceof GraphQLError) {
    if (codeOf(cause) !== null) shown = cause;
    if (!cause.originalError) return shown ?? cause;
    cause = cause.originalError;
  }
  return cause instanceof RangeError && shown?.extensions['code'] === 'GRAPHQL_PARSE_FAILED'
    ? NESTED_TOO_DEEPLY
    : toDomainError(cause);
}

/** The parser is recursive: this is what it has no stack for. */
const NESTED_TOO_DEEPLY = new DomainError('QUERY_TOO_COMPLEX', 'The document is nested too deeply.');

/** Whether it is an error that a caller may see, rather than a fault of ours. */
export const isExpected = (err: unknown): boolean => {
  const cause = causeOf(err);
  return cause instanceof DomainError || (cause instanceof GraphQLError && codeOf(cause) !== null);
};

/**
 * An error as the caller sees it. `formatted` is what the GraphQL server made of it: its place in the document and the answer.
 * INTERNAL is still without its request's id, which the edge puts in.
 */
export function presentError(formatted: GraphQLFormattedError, err: unknown): GraphQLFormattedError {
  const cause = causeOf(err);
  const at = {
    ...(formatted.path ? { path: formatted.path } : {}),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
  };
  if (cause instanceof DomainError)
    return { message: shortened(cause.message), ...at, extensions: { code: cause.code, ...cause.details } };
  const code = cause instanceof GraphQLError ? codeOf(cause) : null;
  if (cause instanceof GraphQLError && code !== null) {
    const { field } = cause.extensions;
    return {
      message: shortened(cause.message),
      ...at,
      extensions: { code, ...(field === undefined ? {} : { field }) },
    };
  }
  return { message: 'Something went wrong on our side.', ...at, extensions: { code: 'INTERNAL' } };
}

/** What a message may take, in UTF-16 units: some quote the input, which may have a megabyte. */
const MESSAGE_LENGTH_MAX = 1_000;

const shortened = (message: string): string =>
  message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…`.toWellFormed() : message;

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more/;

/** The code under which a GraphQL error is shown; null for what is none of the caller's making. */
function codeOf(err: GraphQLError): string | null {
  if (TOO_MANY_TOKENS.test(err.message)) return 'QUERY_TOO_COMPLEX';
  const { code } = err.extensions;
  return typeof code === 'string' && (code in ERROR_CODES || GRAPHQL_CODES.has(code)) ? code : null;
}
