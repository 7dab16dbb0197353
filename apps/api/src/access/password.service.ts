import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { badInput, DomainError } from '../core/errors.js';
import { charLength } from '../core/text.js';

/*
 * Passwords, by argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet). Each check takes tens of
 * milliseconds of a core by design, so only few run at a time, and what cannot be served soon is refused.
 */

const PASSWORD_CHARS = { min: 10, max: 200 } as const;

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const RUNNING_MAX = 2;
const WAITING_MAX = 50;

/** The hash of no password: who is not known takes as long as who is. */
const NOBODYS = hash('nobody has this password', PARAMETERS);

const queue = pLimit(RUNNING_MAX);

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (queue.pendingCount >= WAITING_MAX) {
    throw new DomainError('RATE_LIMITED', 'Too many sign-ins at once. Try again in 5 s.', { retryAfterSeconds: 5 });
  }
  return queue(work);
}

/** The hash under which a password is kept, with its salt and parameters. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, PARAMETERS));

/** Whether the password is the one of this hash. Null takes as long, and is never right. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  // A longer one cannot have been set, and would be work that the sender chooses.
  if (password.length > PASSWORD_CHARS.max * 2) return false;
  const known = kept ?? (await NOBODYS);
  return (await inTurn(() => verify(known, password))) && kept !== null;
}

/** Passwords that are tried first, whoever is attacked; longer ones are not as common as these. */
const COMMON =
  /^(.)\1*$|^(0?123456789\d*|9876543210?|qwertyuiop.*|password\W*\d*|p[a@]ssw[o0]rd\W*\d*|(letmein|welcome|admin|foyer)+\W*\d*)$/i;

/**
 * Long enough, not too long, and not one that everybody tries.
 *
 * @param words what it must not consist of: the e-mail, the name.
 * @throws DomainError `BAD_USER_INPUT`.
 */
export function assertPassword(field: string, password: string, words: readonly string[]): void {
  const { min, max } = PASSWORD_CHARS;
  const length = charLength(password);
  if (length < min || length > max) throw badInput(field, `A password has ${min} to ${max} characters.`);
  const isOwn = words.some((word) => word.toLowerCase() === password.toLowerCase());
  if (isOwn || COMMON.test(password)) throw badInput(field, 'This password is too easy to guess.');
}
