import { LIMITS } from '@foyer/types/limits';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { badInput, DomainError, tooLarge } from '../core/errors.js';

/*
 * Errors of the transport, in the form of GraphQL's, so that clients have one way to read them.
 */

const MIB = 1024 * 1024;
const BODY_TOO_LARGE = tooLarge('body', `A request may have at most ${LIMITS.requestBytesMax / MIB} MiB.`);
const NO_JSON = badInput('body', 'Send JSON: Content-Type: application/json.');

/** Fastify's error handler: what the caller did wrong is said; the rest is logged and hidden behind the request's id. */
export function presentHttpError(
  err: FastifyError | DomainError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (err instanceof DomainError) return sendError(reply, 400, err);
  const status = err.statusCode ?? 500;
  if (status === 413) return sendError(reply, status, BODY_TOO_LARGE);
  if (status === 415) return sendError(reply, status, NO_JSON);
  if (status < 500) return sendError(reply, status, badInput('body', err.message));
  request.log.error({ err, requestId: request.id }, 'a request failed');
  return sendError(
    reply,
    500,
    new DomainError('INTERNAL', 'Something went wrong on our side.', { requestId: request.id }),
  );
}

/** Answers with one error. */
export const sendError = (reply: FastifyReply, status: number, { code, message, details }: DomainError): FastifyReply =>
  reply.code(status).send({ errors: [{ message, extensions: { code, ...details } }] });
