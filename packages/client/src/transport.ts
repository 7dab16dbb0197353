import { FoyerError, errorOfResult, type GraphQLResultError } from './errors.js';

/** One attempt's address book: where to send, as whom, and how long to wait for the answer. */
export interface Transport {
  readonly endpoint: string;
  readonly authorization: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

interface GraphQLResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLResultError[];
}

/**
 * Posts one GraphQL request, once, and returns its `data`.
 *
 * @throws FoyerError for every answer that is not a result without errors, and for none at all.
 * @throws the signal's reason where `signal` is aborted.
 */
export async function post(
  { endpoint, authorization, fetch, timeoutMs }: Transport,
  body: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization,
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new FoyerError('TIMEOUT', `No answer from ${endpoint} within ${timeoutMs} ms.`, { cause });
    }
    throw new FoyerError('NETWORK_ERROR', `No answer from ${endpoint}: ${reasonOf(cause)}.`, { cause });
  }
  return readData(endpoint, response, text);
}

function readData(endpoint: string, response: Response, text: string): unknown {
  const result = parseResult(text);
  if (result === null) throw errorOfStrangeAnswer(endpoint, response);
  if (result.errors !== undefined && result.errors.length > 0) {
    throw errorOfResult(result.errors, response.headers.get('x-request-id'));
  }
  return result.data;
}

function parseResult(text: string): GraphQLResult | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON is one of the ways of not being a result; the caller tells them all alike.
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const isResult = 'data' in value || ('errors' in value && Array.isArray(value.errors));
  return isResult ? (value as GraphQLResult) : null;
}

/** An answer that Foyer did not give: a proxy in between, whose 5xx says nothing of what happened behind it. */
function errorOfStrangeAnswer(endpoint: string, { status, headers }: Response): FoyerError {
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    return new FoyerError('RATE_LIMITED', `${endpoint} asks to slow down (HTTP 429).`, {
      extensions: Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {},
    });
  }
  if (status >= 500)
    return new FoyerError('NETWORK_ERROR', `${endpoint} answered HTTP ${status} without a GraphQL result.`);
  return new FoyerError(
    'BAD_RESPONSE',
    `${endpoint} answered HTTP ${status} without a GraphQL result. Is the address right?`,
  );
}

/** `fetch` hides the system's reason (`ECONNREFUSED` and the like) in the cause, or in the first of several. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && cause.message === '') return reasonOf(cause.errors[0]);
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
