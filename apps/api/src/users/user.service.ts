import { LIMITS } from '@foyer/types/limits';
import type { EntityManager } from 'typeorm';
import { goneSince, type Change, type Changes } from '../core/change.js';
import { SYSTEM_ACTOR, type Actor, type Call } from '../core/context.js';
import { query, queryOne, queryText, statement } from '../core/database.js';
import { notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import { makeCursor, pageOf, readWalk, type Page, type PageArgs } from '../core/page.js';
import { assertSearch, assertText, encodeObject, searchPrefixes, searchWords } from '../core/text.js';
import { appendToUser } from '../events/event.service.js';
import type { User } from './user.entity.js';
import { assertUserReference, type IdentityReference, type UserReference } from './user.rules.js';

/*
 * Users: found by Foyer's id or by an identity, made by whoever first opens a session for an unknown identity. Linking is in
 * identity.service.
 */

/** A user as read: without what only the search needs. */
export type UserRecord = Pick<User, 'id' | 'displayName' | 'metadata' | 'createdAt' | 'lastSeenAt'>;

const COLUMNS =
  'u.id, u.display_name AS "displayName", u.metadata, u.created_at AS "createdAt", u.last_seen_at AS "lastSeenAt"';

const FIND = statement('user.find', `SELECT ${COLUMNS} FROM "user" u WHERE u.id = ANY($1)`);
const FIND_ID = statement('user.find-id', 'SELECT id FROM "user" WHERE id = $1 AND ($2::uuid IS NULL OR id = $2)');
const FIND_IDENTITY = statement(
  'user.find-identity',
  'SELECT user_id AS id FROM identity WHERE platform = $1 AND external_id = $2 AND ($3::uuid IS NULL OR user_id = $3)',
);
const INSERT = statement(
  'user.insert',
  'INSERT INTO "user" (id, display_name, metadata, search, created_at) VALUES ($1, $2, $3, array_to_tsvector($4), $5)',
);
const UPDATE = statement(
  'user.update',
  'UPDATE "user" SET display_name = $2, metadata = $3, search = array_to_tsvector($4) WHERE id = $1',
);
const LOCK = statement('user.lock', `SELECT ${COLUMNS} FROM "user" u WHERE u.id = $1 FOR NO KEY UPDATE`);
const LOCK_IDENTITY = statement(
  'identity.lock',
  "SELECT pg_advisory_xact_lock(hashtextextended('identity ' || $1 || ' ' || $2, 0))",
);
const INSERT_IDENTITY = statement(
  'identity.insert',
  `INSERT INTO identity (platform, external_id, user_id, display_name, verified, "primary", search, linked_at, linked_seq)
   VALUES ($1, $2, $3, $4, $5, $6, array_to_tsvector($7), $8, $9)`,
);

/** Users by id, in any order; unknown ids are left out. */
export const findUsers = (em: EntityManager, ids: readonly string[]): Promise<UserRecord[]> =>
  query<UserRecord>(em, FIND, [ids]);

/** The id of the user that the reference means; null where there is none that the actor may know of. */
export async function findUserId(
  em: EntityManager,
  { userId: ownerId }: Actor,
  { id, identity }: UserReference,
): Promise<string | null> {
  if (!identity && !isId(id ?? '')) return null;
  const row = identity
    ? await queryOne<{ id: string }>(em, FIND_IDENTITY, [identity.platform, identity.externalId, ownerId])
    : await queryOne<{ id: string }>(em, FIND_ID, [id, ownerId]);
  return row?.id ?? null;
}

/** The user whose token says `subject`: an id, or `<platform>/<externalId>`. */
export async function findTokenUser(em: EntityManager, subject: string): Promise<UserRecord | null> {
  const at = subject.indexOf('/');
  const reference = at < 0 ? { id: subject } : { identity: identityAt(subject, at) };
  const id = await findUserId(em, SYSTEM_ACTOR, reference);
  return id === null ? null : ((await findUsers(em, [id]))[0] ?? null);
}

const identityAt = (subject: string, at: number): IdentityReference => ({
  platform: subject.slice(0, at),
  externalId: subject.slice(at + 1),
});

/**
 * The id of the user that the reference means.
 *
 * @throws DomainError `NOT_FOUND`, `BAD_USER_INPUT`.
 */
export async function getUserId(
  { em, actor }: Pick<Change, 'em' | 'actor'>,
  field: string,
  reference: UserReference,
): Promise<string> {
  assertUserReference(field, reference);
  const id = await findUserId(em, actor, reference);
  if (id === null) throw unknownUser(reference);
  return id;
}

const unknownUser = ({ id, identity }: UserReference): Error =>
  identity ? notFound('Identity', `${identity.platform}/${identity.externalId}`) : notFound('User', id ?? '');

/**
 * As `getUserId`, but an identity that nobody has makes a new user with it, once, however many ask at the same time (U1).
 */
export async function getOrCreateUserId(change: Change, field: string, reference: UserReference): Promise<string> {
  assertUserReference(field, reference);
  const { em, actor } = change;
  const known = await findUserId(em, actor, reference);
  if (known !== null) return known;
  // Whoever acts for one user makes no other.
  if (!reference.identity || actor.userId !== null) throw unknownUser(reference);
  // Whoever makes or links an identity holds this lock until commit, so that the second sees what the first made.
  await lockIdentity(change, reference.identity);
  return (await findUserId(em, actor, reference)) ?? createWithIdentity(change, reference.identity);
}

export async function lockIdentity({ em }: Change, { platform, externalId }: IdentityReference): Promise<void> {
  await query(em, LOCK_IDENTITY, [platform, externalId]);
}

/** Locks the user's row until the transaction ends; the order of everything in the user's own stream hangs on it. */
export const lockUser = ({ em }: Change, id: string): Promise<UserRecord | null> =>
  isId(id) ? queryOne<UserRecord>(em, LOCK, [id]) : Promise.resolve(null);

async function createWithIdentity(change: Change, identity: IdentityReference): Promise<string> {
  const id = await insertUser(change, identity.displayName ?? null, '{}');
  await insertIdentity(change, { ...identity, userId: id, verified: false, primary: false });
  return id;
}

async function insertUser(change: Change, displayName: string | null, metadata: string): Promise<string> {
  const id = change.ids.next();
  change.note.target ??= id;
  await query(change.em, INSERT, [id, displayName, metadata, searchWords(displayName, id), change.now]);
  return id;
}

export interface NewIdentity extends IdentityReference {
  readonly userId: string;
  readonly verified: boolean;
  readonly primary: boolean;
}

/** Writes a new identity with its event. The caller holds the identity's lock. */
export async function insertIdentity(change: Change, identity: NewIdentity): Promise<void> {
  const { platform, externalId, userId, displayName = null, verified, primary } = identity;
  const payload = { platform, externalId, displayName, verified, primary };
  const seq = await appendToUser(change, userId, platform, [{ type: 'IDENTITY_LINKED', payload }]);
  const words = searchWords(externalId, displayName);
  await query(change.em, INSERT_IDENTITY, [
    platform,
    externalId,
    userId,
    displayName,
    verified,
    primary,
    words,
    change.now,
    seq,
  ]);
}

export interface UpsertUser {
  readonly id?: string | null;
  readonly displayName?: string | null;
  readonly metadata?: Json | null;
  readonly idempotencyKey?: string | null;
}

export class UserService {
  constructor(private readonly changes: Changes) {}

  /** The user that the reference means, or null. */
  async find({ actor }: Call, reference: UserReference): Promise<UserRecord | null> {
    assertUserReference('ref', reference);
    const id = await findUserId(this.changes.em, actor, reference);
    return id === null ? null : this.findById(id);
  }

  async findMany(_call: Call, ids: readonly string[]): Promise<UserRecord[]> {
    return findUsers(this.changes.em, ids);
  }

  private async findById(id: string): Promise<UserRecord | null> {
    return (await findUsers(this.changes.em, [id]))[0] ?? null;
  }

  /** The user after a change that has been made already; a replayed answer shows them as they are now. */
  async getAgain(id: string): Promise<UserRecord> {
    const user = await this.findById(id);
    if (!user) throw goneSince('User', id);
    return user;
  }

  /** All users, newest first, or those of whom name, id or identities have words that begin with each word of `search`. */
  async list(_call: Call, args: PageArgs & { readonly search?: string | null }): Promise<Page<UserRecord>> {
    assertSearch('search', args.search);
    const walk = readWalk(args, 'user', ['id'], { first: LIMITS.pageSizeDefault });
    const values: unknown[] = [];
    const where = searchPrefixes(args.search ?? '').map((prefix) => {
      values.push(prefix);
      const at = `$${values.length}::tsquery`;
      // Two branches, so that each has its index.
      return `u.id IN (SELECT id FROM "user" WHERE search @@ ${at} UNION ALL SELECT user_id FROM identity WHERE search @@ ${at})`;
    });
    const filter = [...where, 'true'].join(' AND ');
    const beyond = walk.after ? [`u.id < $${values.length + 1}::uuid`] : [];
    // Newest first: walks the primary key backwards.
    const text = `SELECT ${COLUMNS} FROM "user" u WHERE ${[filter, ...beyond].join(' AND ')} ORDER BY u.id DESC LIMIT ${walk.limit + 1}`;
    const rows = await queryText<UserRecord>(this.changes.em, text, [...values, ...(walk.after ?? [])]);
    return pageOf(
      walk,
      rows,
      (user) => makeCursor('user', user.id),
      async () => {
        const [count] = await queryText<{ n: number }>(
          this.changes.em,
          `SELECT count(*)::int AS n FROM "user" u WHERE ${filter}`,
          values,
        );
        return count?.n ?? 0;
      },
    );
  }

  /** Creates a user, or changes the one named: what is not given stays. */
  async upsert(call: Call, input: UpsertUser): Promise<UserRecord> {
    assertText('input.displayName', input.displayName);
    const metadata = encodeObject('input.metadata', input.metadata);
    const id = await this.changes.runForId(call, 'upsertUser', input, (change) =>
      input.id === null || input.id === undefined
        ? insertUser(change, input.displayName ?? null, metadata)
        : this.update(change, input.id, input, metadata),
    );
    return this.getAgain(id);
  }

  private async update(change: Change, id: string, input: UpsertUser, metadata: string): Promise<string> {
    const user = await lockUser(change, id);
    if (!user) throw notFound('User', id);
    const displayName = input.displayName === undefined ? user.displayName : input.displayName;
    change.note.target = user.id;
    change.note.before = { displayName: user.displayName };
    change.note.after = { displayName };
    const kept = input.metadata === undefined || input.metadata === null ? JSON.stringify(user.metadata) : metadata;
    await query(change.em, UPDATE, [user.id, displayName, kept, searchWords(displayName, user.id)]);
    return user.id;
  }
}
