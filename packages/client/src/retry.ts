import type { FoyerError } from './errors.js';

/** What decides whether sending a request again could do harm. */
export interface Repeatability {
  /** Sending it twice has the effect of sending it once: a query, or a mutation with idempotency keys. */
  readonly repeatable: boolean;
  /** It changes at most one thing, so that a refusal of it means that nothing was changed. */
  readonly single: boolean;
}

const delayFirstMs = 200;
const delayMaxMs = 5_000;
/** Whoever is told to wait longer than this should hear of it instead of hanging. */
const retryAfterMaxSeconds = 30;

/** Whether to send the request again after this error. Unsure means no. */
export function shouldRetry(error: FoyerError, { repeatable, single }: Repeatability): boolean {
  switch (error.code) {
    // Nothing was changed: the contract says so of the first, and the second was turned away before it ran.
    case 'UNAVAILABLE':
      return repeatable || single;
    case 'RATE_LIMITED':
      return (repeatable || single) && (retryAfterSeconds(error) ?? 0) <= retryAfterMaxSeconds;
    // It may have been carried out without our hearing of it.
    case 'NETWORK_ERROR':
    case 'TIMEOUT':
      return repeatable;
    default:
      return false;
  }
}

/**
 * How long to wait before try number `attempt` (1 is the first repetition): doubling from 200 ms up to 5 s, of which
 * half is left to chance so that clients that failed together do not come back together. Never less than the
 * server's `retryAfterSeconds`.
 *
 * @param random - at least 0, less than 1.
 */
export function retryDelayMs(error: FoyerError, attempt: number, random: number): number {
  const ceiling = Math.min(delayFirstMs * 2 ** (attempt - 1), delayMaxMs);
  return (retryAfterSeconds(error) ?? 0) * 1_000 + ceiling * (0.5 + random / 2);
}

function retryAfterSeconds({ extensions }: FoyerError): number | undefined {
  const seconds = extensions['retryAfterSeconds'];
  return typeof seconds === 'number' && seconds >= 0 ? seconds : undefined;
}
