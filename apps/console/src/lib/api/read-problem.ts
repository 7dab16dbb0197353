import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { makeProblem, type Problem } from '../problem';

interface ApiError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What an error of the browser's client says, be it of GraphQL, of the transport, or no answer at all. */
export function readProblem(error: unknown): Problem {
  const { message, extensions = {} } = apiError(error) ?? LOST;
  const { code, requestId } = extensions;
  return makeProblem(
    typeof code === 'string' ? code : 'INTERNAL',
    message,
    extensions,
    typeof requestId === 'string' ? requestId : undefined,
  );
}

const LOST: ApiError = {
  message: 'There was no answer. Whether anything was changed is not known: load the page again to see.',
  extensions: { code: 'NETWORK_ERROR' },
};

function apiError(error: unknown): ApiError | undefined {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0];
  return ServerError.is(error) ? parseErrors(error.bodyText)?.[0] : undefined;
}

function parseErrors(text: string): readonly ApiError[] | undefined {
  try {
    return (JSON.parse(text) as { errors?: readonly ApiError[] } | null)?.errors;
  } catch {
    // Not the API's answer, but that of something in between.
    return undefined;
  }
}
