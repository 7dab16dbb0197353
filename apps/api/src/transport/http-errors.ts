import type { ErrorCode } from '@foyer/types/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { toDomainError } from '../core/database.js';
import { badInput, DomainError, tooLarge } from '../core/errors.js';

/*
 * Errors of the transport, in the form of GraphQL's, so that clients have one way to read them.
 */

const KIB = 1024;
const NO_JSON = badInput('body', 'Send JSON: Content-Type: application/json.');

/** Answers a request that failed, and gives the code: what the caller did wrong is said; the rest is logged and hidden behind the request's id. */
export function presentHttpError(
  err: FastifyError | DomainError,
  request: FastifyRequest,
  reply: FastifyReply,
): ErrorCode {
  const shown = shownError(err, request);
  const { retryAfterSeconds } = shown.details;
  if (shown.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', retryAfterSeconds);
  const { statusCode = 500 } = err as FastifyError;
  sendError(reply, STATUSES[shown.code] ?? (statusCode < 500 ? statusCode : 400), shown);
  return shown.code;
}

function shownError(err: FastifyError | DomainError, { id: requestId, log, server }: FastifyRequest): DomainError {
  const known = toDomainError(err);
  if (known instanceof DomainError) return known;
  const { statusCode: status = 500, message } = err as FastifyError;
  if (status === 413) {
    return tooLarge('body', `A request may have at most ${(server.initialConfig.bodyLimit ?? 0) / KIB} KiB.`);
  }
  if (status === 415) return NO_JSON;
  if (status < 500) return badInput('body', message);
  log.error({ err, requestId }, 'a request failed');
  return new DomainError('INTERNAL', 'Something went wrong on our side.', { requestId });
}

/** Statuses of what is refused before GraphQL; there, an answer that has errors is an answer. */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** Answers with one error. */
export const sendError = (reply: FastifyReply, status: number, { code, message, details }: DomainError): FastifyReply =>
  reply.code(status).send({ errors: [{ message, extensions: { code, ...details } }] });
