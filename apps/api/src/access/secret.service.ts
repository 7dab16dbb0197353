import { createHmac } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { queryOne, statement } from '../core/database.js';
import { invariant } from '../core/errors.js';
import { randomKey } from '../core/ids.js';

/*
 * What all nodes sign with. It lies in the database, since every node must have the same and none may be the only one that has it.
 */

// The row that is there wins, whoever was first.
const ENSURE = statement(
  'secret.ensure',
  'INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value',
);

/** The deployment's signing key: 256 random bits, made by whichever node needs it first. */
export async function loadSigningKey(em: EntityManager): Promise<Buffer> {
  const row = await queryOne<{ value: Buffer }>(em, ENSURE, ['signing', randomKey()]);
  invariant(row, 'the statement gives the row that is there or that it made');
  return row.value;
}

/** A key for one purpose, from which the others do not follow (HMAC, RFC 2104). */
export const deriveKey = (key: Buffer, purpose: string): Buffer => createHmac('sha256', key).update(purpose).digest();
