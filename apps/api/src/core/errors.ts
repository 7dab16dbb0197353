import type { ErrorCode } from '@foyer/types/errors';

/**
 * An expected refusal. The message is public and written for the reader; private facts go into `cause`, which is only logged.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What `extensions` carries beside the code. */
    readonly details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The input at `field` is wrong in form. */
export const badInput = (field: string, message: string): DomainError =>
  new DomainError('BAD_USER_INPUT', message, { field });

/** The value at `field` is larger than allowed. */
export const tooLarge = (field: string, message: string): DomainError =>
  new DomainError('PAYLOAD_TOO_LARGE', message, { field });

/** There is no such thing, or it is not the caller's: one answer for both. */
export const notFound = (thing: string, id: string): DomainError =>
  new DomainError('NOT_FOUND', `${thing} ${id} not found.`);

/**
 * Asserts what must hold if the code is right.
 *
 * @throws Error, which is logged as a fault and shown as INTERNAL.
 */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${why}`);
}
