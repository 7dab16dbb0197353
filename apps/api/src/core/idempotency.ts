import { createHash } from 'node:crypto';
import { LIMITS } from '@foyer/types/limits';
import type { EntityManager } from 'typeorm';
import { queryOne, statement } from './database.js';
import { DomainError } from './errors.js';
import type { Json } from './json.js';
import { assertName } from './text.js';

/*
 * The record of idempotency keys. A key is claimed at the start of the transaction that it guards: whoever comes second waits
 * on the unique index for the first to commit, then reads the first's answer.
 */

/** A key as claimed: whose, for what, with which input. */
export interface Claim {
  readonly caller: string;
  readonly key: string;
  readonly operation: string;
  readonly fingerprint: string;
}

export function claimFor(caller: string, key: string, operation: string, input: object): Claim {
  assertName('idempotencyKey', key, LIMITS.idempotencyKeyCharsMax);
  return { caller, key, operation, fingerprint: fingerprintOf(input) };
}

const TAKE = statement(
  'idempotency.take',
  `INSERT INTO idempotency AS i (caller, key, operation, fingerprint, record, created_at)
   VALUES ($1, $2, $3, $4, 'null', $5)
   ON CONFLICT (caller, key) DO UPDATE
     SET operation = excluded.operation, fingerprint = excluded.fingerprint, record = excluded.record, created_at = excluded.created_at
     WHERE i.created_at <= $6
   RETURNING 1 AS taken`,
);
const FIND = statement(
  'idempotency.find',
  'SELECT operation, fingerprint, record FROM idempotency WHERE caller = $1 AND key = $2',
);
const RECORD = statement('idempotency.record', 'UPDATE idempotency SET record = $3 WHERE caller = $1 AND key = $2');

/**
 * Claims the key for this transaction, or gives what the first call recorded. Records older than `expiredBefore` count as gone.
 *
 * @throws DomainError `IDEMPOTENCY_MISMATCH` where the key stands for another input or another mutation.
 */
export async function takeClaim(
  em: EntityManager,
  claim: Claim,
  now: Date,
  expiredBefore: Date,
): Promise<{ record: Json } | null> {
  const { caller, key, operation, fingerprint } = claim;
  if (await queryOne(em, TAKE, [caller, key, operation, fingerprint, now, expiredBefore])) return null;
  const first = await queryOne<{ operation: string; fingerprint: string; record: Json }>(em, FIND, [caller, key]);
  if (first?.operation !== operation || first.fingerprint !== fingerprint) {
    throw new DomainError(
      'IDEMPOTENCY_MISMATCH',
      `The idempotency key ${key} was used with another input or for another mutation.`,
    );
  }
  return { record: first.record };
}

/** Keeps the answer of the claimed call, in the same transaction. */
export async function recordAnswer(em: EntityManager, { caller, key }: Claim, record: Json): Promise<void> {
  await queryOne(em, RECORD, [caller, key, JSON.stringify(record)]);
}

/** Equal for inputs that mean the same: the order of keys does not count, nor does the idempotency key itself. */
function fingerprintOf(input: object): string {
  return createHash('sha256').update(canonical(input, 'idempotencyKey')).digest('base64url');
}

function canonical(value: unknown, without?: string): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key, item]) => key !== without && item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
