import { hash } from 'node:crypto';
import { ApiKeyScope, nameOf } from '@foyer/types/enums';
import type { EntityManager } from 'typeorm';
import type { Change, Changes } from '../core/change.js';
import { SYSTEM_ACTOR, type Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { badInput, invariant, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import type { JsonObject } from '../core/json.js';
import { assertName } from '../core/text.js';
import { API_KEY_COLUMNS, type ApiKeyRecord } from './api-key.entity.js';
import { isMistyped, makeApiKeySecret, shownPart } from './api-key-secret.js';
import type { CredentialService, Found } from './credential.service.js';

/*
 * API keys: made, listed, revoked, and recognised by the hash of their secret, which is shown once and kept nowhere (X2).
 */

export interface CreateApiKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Date | null;
}

const INSERT = statement(
  'api-key.insert',
  `INSERT INTO api_key (id, name, prefix, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (hash) DO NOTHING RETURNING ${API_KEY_COLUMNS}`,
);
const LIST = statement('api-key.list', `SELECT ${API_KEY_COLUMNS} FROM api_key ORDER BY id DESC`);
const LOCK = statement('api-key.lock', `SELECT ${API_KEY_COLUMNS} FROM api_key WHERE id = $1 FOR UPDATE`);
const REVOKE = statement(
  'api-key.revoke',
  `UPDATE api_key SET revoked_at = $2 WHERE id = $1 RETURNING ${API_KEY_COLUMNS}`,
);
// Marks the use in the same trip, at most once a minute.
const RECOGNISE = statement(
  'api-key.recognise',
  `WITH found AS (
     SELECT id, name, scopes, expires_at, last_used_at FROM api_key
     WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
   ), used AS (
     UPDATE api_key k SET last_used_at = $2 FROM found
     WHERE k.id = found.id AND (found.last_used_at IS NULL OR found.last_used_at <= $2::timestamptz - interval '1 minute')
   )
   SELECT id, name, scopes, expires_at AS "expiresAt" FROM found`,
);
const STILL_GOOD = statement(
  'api-key.still-good',
  'SELECT hash FROM api_key WHERE hash = ANY($1) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)',
);
const ANY_ADMIN = statement(
  'api-key.any-admin',
  `SELECT 1 AS there FROM api_key WHERE 'admin' = ANY(scopes) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1) LIMIT 1`,
);

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** The key that a secret belongs to, if it may be used now. */
export async function recogniseApiKey({ em, clock }: Changes, secret: string): Promise<Found | null> {
  if (isMistyped(secret)) return null;
  type Row = Pick<ApiKeyRecord, 'id' | 'name' | 'scopes' | 'expiresAt'>;
  const key = await queryOne<Row>(em, RECOGNISE, [hashOf(secret), clock.now()]);
  if (!key) return null;
  const { id, name, scopes, expiresAt } = key;
  return { actor: { kind: 'app', id, name, scopes, role: null, userId: null }, validUntil: expiresAt };
}

/** Those of the secrets of which the keys may be used now. */
export async function recheckApiKeys({ em, clock }: Changes, secrets: readonly string[]): Promise<ReadonlySet<string>> {
  const byHash = new Map(secrets.map((secret) => [hashOf(secret).toString('base64'), secret]));
  const rows = await query<{ hash: Buffer }>(em, STILL_GOOD, [secrets.map(hashOf), clock.now()]);
  return new Set(rows.map((row) => byHash.get(row.hash.toString('base64')) ?? ''));
}

/** Whether there is a key left that may do everything. */
export const hasAdminKey = async (em: EntityManager, now: Date): Promise<boolean> =>
  (await queryOne(em, ANY_ADMIN, [now])) !== null;

export class ApiKeyService {
  constructor(
    private readonly changes: Changes,
    private readonly credentials: CredentialService,
  ) {}

  /** All keys, newest first, those that may no longer be used among them. */
  list(_call: Call): Promise<ApiKeyRecord[]> {
    return query<ApiKeyRecord>(this.changes.em, LIST);
  }

  /** Makes a key; its secret is in this answer and nowhere else. */
  async create(call: Call, input: CreateApiKey): Promise<{ apiKey: ApiKeyRecord; secret: string }> {
    this.assertNew(input);
    const secret = makeApiKeySecret();
    const apiKey = await this.changes.runPlain(call, 'createApiKey', (change) => insert(change, secret, input));
    invariant(apiKey, 'no two random keys are the same');
    return { apiKey, secret };
  }

  private assertNew({ name, scopes, expiresAt }: CreateApiKey): void {
    assertName('input.name', name);
    if (scopes.length === 0) throw badInput('input.scopes', 'A key needs at least one scope.');
    if (new Set(scopes).size < scopes.length) throw badInput('input.scopes', 'Each scope may come only once.');
    if (expiresAt && expiresAt <= this.changes.clock.now())
      throw badInput('input.expiresAt', 'expiresAt must be in the future.');
  }

  /** Revokes a key for good; a revoked one stays as it is. `NOT_FOUND`. */
  async revoke(call: Call, id: string): Promise<ApiKeyRecord> {
    const revoked = await this.changes.runPlain(call, 'revokeApiKey', async (change) => {
      const key = isId(id) ? await queryOne<ApiKeyRecord>(change.em, LOCK, [id]) : null;
      if (!key) throw notFound('API key', id);
      change.note.target = key.id;
      change.note.before = wordsOf(key);
      if (key.revokedAt) return key;
      return (await queryOne<ApiKeyRecord>(change.em, REVOKE, [key.id, change.now])) ?? key;
    });
    this.credentials.forgetAll();
    return revoked;
  }

  /** Makes a key of this secret that may do everything, unless the secret is known: one that was revoked stays so. */
  async ensureFirst(secret: string): Promise<void> {
    const call: Call = { actor: SYSTEM_ACTOR, requestId: 'start', environment: 'server' };
    await this.changes.runPlain(call, 'createFirstApiKey', (change) =>
      insert(change, secret, { name: 'first', scopes: ['admin'] }),
    );
  }
}

async function insert(change: Change, secret: string, input: CreateApiKey): Promise<ApiKeyRecord | null> {
  const { name, scopes, expiresAt = null } = input;
  const values = [change.ids.next(), name, shownPart(secret), hashOf(secret), scopes, change.now, expiresAt];
  const key = await queryOne<ApiKeyRecord>(change.em, INSERT, values);
  if (key) {
    change.note.target = key.id;
    change.note.after = wordsOf(key);
  }
  return key;
}

const wordsOf = ({ name, prefix, scopes, expiresAt }: ApiKeyRecord): JsonObject => ({
  name,
  prefix,
  scopes: scopes.map((scope) => nameOf(ApiKeyScope, scope)),
  expiresAt: expiresAt?.toISOString() ?? null,
});
