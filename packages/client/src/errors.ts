import type { ErrorCode } from '@foyer/types/errors';

/** Codes that the client itself gives, where no answer of Foyer's came. */
export type ClientErrorCode =
  /** The connection failed or broke off. Whether a mutation was carried out is not known. */
  | 'NETWORK_ERROR'
  /** No answer within `timeoutMs`. Whether a mutation was carried out is not known. */
  | 'TIMEOUT'
  /** Something answered, but not with a GraphQL result: a proxy, or a wrong `url`. */
  | 'BAD_RESPONSE';

/** Foyer's codes, the client's own, and GraphQL's (`GRAPHQL_VALIDATION_FAILED` and the like). */
export type FoyerErrorCode = ErrorCode | ClientErrorCode | (string & Record<never, never>);

/** One entry of a GraphQL result's `errors`. */
export interface GraphQLResultError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

interface FoyerErrorDetails {
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly requestId?: string | undefined;
  readonly errors?: readonly GraphQLResultError[] | undefined;
  readonly cause?: unknown;
}

/** A refusal by Foyer, or a request that got no answer. `code` says which; `message` is written for people. */
export class FoyerError extends Error {
  override readonly name = 'FoyerError';
  readonly code: FoyerErrorCode;
  /** What the code brings with it: `field`, `currentVersion`, `activeSessionId`, `retryAfterSeconds` … */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Finds the request in the server's log. */
  readonly requestId: string | undefined;
  /** All errors of the result; `code` and `message` are those of the first. */
  readonly errors: readonly GraphQLResultError[];

  constructor(code: FoyerErrorCode, message: string, details: FoyerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.extensions = details.extensions ?? {};
    this.requestId = details.requestId;
    this.errors = details.errors ?? [];
  }
}

/** Makes the error of a GraphQL result that has some. `requestIdHeader` stands in where the error carries no id. */
export function errorOfResult(errors: readonly GraphQLResultError[], requestIdHeader: string | null): FoyerError {
  const first = errors[0];
  const extensions = first?.extensions ?? {};
  return new FoyerError(
    typeof extensions['code'] === 'string' ? extensions['code'] : 'INTERNAL',
    first?.message ?? 'The server reported an error without a message.',
    {
      extensions,
      requestId: typeof extensions['requestId'] === 'string' ? extensions['requestId'] : (requestIdHeader ?? undefined),
      errors,
    },
  );
}
