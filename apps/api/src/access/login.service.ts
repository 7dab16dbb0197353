import { hash } from 'node:crypto';
import type { OperatorRole } from '@foyer/types/enums';
import type { Change, Changes } from '../core/change.js';
import type { Actor } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { randomSecret } from '../core/ids.js';
import type { Found } from './credential.service.js';

/*
 * Logins: operators signed in to the console. The cookie holds 256 random bits, the database their hash. A login ends when nothing
 * was asked under it for a while, when it is too old, when its operator signs out, is disabled, or has another password.
 */

/** How long a login lasts, in seconds. */
export interface LoginSettings {
  readonly loginIdleSeconds: number;
  readonly loginMaxSeconds: number;
}

const INSERT = statement(
  'login.insert',
  'INSERT INTO login (hash, operator_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)',
);
const DELETE = statement('login.delete', 'DELETE FROM login WHERE hash = $1 RETURNING 1 AS ended');
const DELETE_ALL = statement('login.delete-all', 'DELETE FROM login WHERE operator_id = $1');
const FORGET = statement('login.forget', 'DELETE FROM login WHERE last_seen_at <= $1 OR created_at <= $2');
// Marks the use in the same trip, at most once a minute.
const RECOGNISE = statement(
  'login.recognise',
  `WITH found AS (
     SELECT l.hash, l.created_at, l.last_seen_at, o.id, o.name, o.role FROM login l JOIN operator o ON o.id = l.operator_id
     WHERE l.hash = $1 AND o.disabled_at IS NULL AND l.last_seen_at > $3 AND l.created_at > $4
   ), seen AS (
     UPDATE login l SET last_seen_at = $2 FROM found
     WHERE l.hash = found.hash AND found.last_seen_at <= $2::timestamptz - interval '1 minute'
   )
   SELECT id, name, role, created_at AS "createdAt" FROM found`,
);
const STILL_GOOD = statement(
  'login.still-good',
  `SELECT l.hash FROM login l JOIN operator o ON o.id = l.operator_id
   WHERE l.hash = ANY($1) AND o.disabled_at IS NULL AND l.last_seen_at > $2 AND l.created_at > $3`,
);

const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

/** An operator as an actor. */
export const operatorActor = ({ id, name, role }: Pick<OperatorRow, 'id' | 'name' | 'role'>): Actor => ({
  kind: 'operator',
  id,
  name,
  scopes: [],
  role,
  userId: null,
});

interface OperatorRow {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
}

/** Begins a login in the caller's transaction and gives what the cookie is to hold. */
export async function beginLogin({ em, now }: Change, operatorId: string): Promise<string> {
  const token = randomSecret();
  await query(em, INSERT, [hashOf(token), operatorId, now]);
  return token;
}

/** Ends one login; false where it had ended already. */
export const endLogin = async ({ em }: Change, token: string): Promise<boolean> =>
  (await queryOne(em, DELETE, [hashOf(token)])) !== null;

/** Ends all logins of an operator, in whatever browser. */
export async function endLoginsOf({ em }: Change, operatorId: string): Promise<void> {
  await query(em, DELETE_ALL, [operatorId]);
}

export class LoginService {
  constructor(
    private readonly changes: Changes,
    private readonly settings: LoginSettings,
  ) {}

  /** The operator whose login it is, if it lasts. */
  async recognise(token: string): Promise<Found | null> {
    const { em, clock } = this.changes;
    const now = clock.now();
    const operator = await queryOne<OperatorRow>(em, RECOGNISE, [hashOf(token), now, ...this.oldest(now)]);
    if (!operator) return null;
    const validUntil = new Date(operator.createdAt.getTime() + this.settings.loginMaxSeconds * 1_000);
    return { actor: operatorActor(operator), validUntil };
  }

  /** Those of the logins that last, without counting as a use of them. */
  async recheck(tokens: readonly string[]): Promise<ReadonlySet<string>> {
    const byHash = new Map(tokens.map((token) => [hashOf(token).toString('base64'), token]));
    const { em, clock } = this.changes;
    const rows = await query<{ hash: Buffer }>(em, STILL_GOOD, [tokens.map(hashOf), ...this.oldest(clock.now())]);
    return new Set(rows.map((row) => byHash.get(row.hash.toString('base64')) ?? ''));
  }

  /** Forgets the logins that have ended by themselves. */
  async forgetExpired(now: Date): Promise<void> {
    await query(this.changes.em, FORGET, this.oldest(now));
  }

  private oldest(now: Date): [seen: Date, begun: Date] {
    const { loginIdleSeconds, loginMaxSeconds } = this.settings;
    return [new Date(now.getTime() - loginIdleSeconds * 1_000), new Date(now.getTime() - loginMaxSeconds * 1_000)];
  }
}
