import type { Environment, IdleAction } from '@foyer/types/enums';
import { auditIdFor, insertAuditOf } from '../access/audit.service.js';
import { OutcomeUnknownError, type Change, type Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { isUniqueViolation, query, queryOne, statement } from '../core/database.js';
import { DomainError, invariant } from '../core/errors.js';
import { isId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import { encodeObject, searchWords } from '../core/text.js';
import { appendToSession } from '../events/event.service.js';
import { assertUserReference, type UserReference } from '../users/user.rules.js';
import { findUsers, getOrCreateUserId } from '../users/user.service.js';
import type { SessionHead, SessionRecord } from './session.entity.js';
import { RECORD_COLUMNS } from './session.entity.js';
import { assertParts, makeSlug } from './session.rules.js';
import { endLocked, findSession, getSessionAgain, lockSession, noteStatus } from './session-head.service.js';

/*
 * How sessions begin. At most one is ACTIVE for a user, platform and key: the partial unique index session_active holds that, and
 * a lock on the three keeps those who open at the same time from meeting there.
 */

/** What a new session is made of. */
export interface NewSession {
  readonly user: UserReference;
  readonly platform: string;
  readonly key?: string | null;
  readonly environment?: Environment | null;
  readonly kind?: string | null;
  readonly slug?: string | null;
  readonly title?: string | null;
  readonly metadata?: Json | null;
  readonly idleTimeoutSeconds?: number | null;
  readonly idleAction?: IdleAction | null;
  readonly idempotencyKey?: string | null;
}

export interface Opened {
  readonly session: SessionRecord;
  readonly created: boolean;
  readonly resumed: boolean;
}

type OpenedRecord = { id: string; created: boolean; resumed: boolean };

/** What a deployment decides for all sessions. */
export interface SessionSettings {
  readonly idleTimeoutSeconds: number;
  readonly platforms: readonly string[] | null;
}

// One round trip for the usual case: the user is known and has an active session here that has not gone idle, and the idempotency
// key, if there is one, is new. Where any of that fails it does nothing.
const TOUCH_ACTIVE = statement(
  'session.touch-active',
  `WITH u AS (
     SELECT user_id AS id FROM identity WHERE platform = $1 AND external_id = $2
     UNION ALL SELECT $3::uuid WHERE $3::uuid IS NOT NULL
   ), s AS (
     UPDATE session s SET last_activity_at = greatest(s.last_activity_at, $6) FROM u
     WHERE s.user_id = u.id AND s.platform = $4 AND s.key = $5 AND s.status = 'active' AND ($10::uuid IS NULL OR s.user_id = $10)
       AND (s.idle_timeout_seconds = 0 OR s.last_activity_at + s.idle_timeout_seconds * interval '1 second' >= $6)
       AND ($7::text IS NULL OR NOT EXISTS (SELECT FROM idempotency WHERE caller = $8 AND key = $7))
     RETURNING s.*
   ), keyed AS (
     INSERT INTO idempotency (caller, key, operation, fingerprint, record, created_at)
     SELECT $8, $7, 'getOrCreateSession', $9, json_build_object('id', id, 'created', false, 'resumed', false), $6
     FROM s WHERE $7::text IS NOT NULL
   ), audited AS (
     ${insertAuditOf(`SELECT $11::uuid AS id, $6::timestamptz AS at, $12::text AS actor_kind, $13::text AS actor_id, $14::text AS actor_name,
       'getOrCreateSession' AS action, id::text AS target, '{}'::json AS details, $15::text AS request_id FROM s`)}
   )
   SELECT ${RECORD_COLUMNS} FROM s JOIN session_detail d ON d.session_id = s.id`,
);
const TOUCH = statement(
  'session.touch',
  'UPDATE session SET last_activity_at = greatest(last_activity_at, $2) WHERE id = $1',
);
const placeLock = (userId: string, platform: string, key: string): string =>
  `SELECT pg_advisory_xact_lock(hashtextextended('session ' || ${userId} || ' ' || ${platform} || ' ' || ${key}, 0))`;
const LOCK_PLACE = statement('session.lock-place', placeLock('$1', '$2', '$3'));
const LOCK_PLACE_OF = statement(
  'session.lock-place-of',
  `${placeLock('user_id', 'platform', 'key')} FROM session WHERE id = $1`,
);
const FIND_ACTIVE = statement(
  'session.find-active',
  "SELECT id FROM session WHERE user_id = $1 AND platform = $2 AND key = $3 AND status = 'active'",
);
// The latest first, by when it last was alive; walks session_place_paused backwards.
const FIND_PAUSED = statement(
  'session.find-paused',
  `SELECT id FROM session WHERE user_id = $1 AND platform = $2 AND key = $3 AND status = 'paused'
   ORDER BY last_activity_at DESC, id DESC LIMIT 1`,
);
const RESUME = statement('session.resume', "UPDATE session SET status = 'active', paused_at = NULL WHERE id = $1");
const INSERT = statement(
  'session.insert',
  `INSERT INTO session (id, user_id, platform, key, environment, kind, status, seq, message_count, started_at, last_activity_at,
     idle_timeout_seconds, idle_action)
   VALUES ($1, $2, $3, $4, $5, $6, 'active', 0, 0, $7, $7, $8, $9)`,
);
const INSERT_DETAIL = statement(
  'session.insert-detail',
  `INSERT INTO session_detail (session_id, slug, title, metadata, search) VALUES ($1, $2, $3, $4, array_to_tsvector($5))
   ON CONFLICT (slug) DO NOTHING RETURNING 1 AS inserted`,
);

/** Where sessions exclude each other. */
interface Place {
  readonly userId: string;
  readonly platform: string;
  readonly key: string;
}

/** The session that is ACTIVE at this place by the clock, locked; one that has gone idle is settled on the way. */
async function lockActive(change: Change, { userId, platform, key }: Place): Promise<SessionHead | null> {
  const found = await queryOne<{ id: string }>(change.em, FIND_ACTIVE, [userId, platform, key]);
  const head = found && (await lockSession(change, found.id));
  return head?.status === 'active' ? head : null;
}

/**
 * Holds a session's place until the transaction ends, before the session itself is locked: whoever makes a session ACTIVE does so
 * one after the other, and finds what the one before made.
 */
export async function lockPlaceOf(change: Change, sessionId: string): Promise<void> {
  if (isId(sessionId)) await query(change.em, LOCK_PLACE_OF, [sessionId]);
}

/**
 * Makes a PAUSED session ACTIVE again, with its event. The caller holds its place's lock and its own.
 *
 * @throws DomainError `SESSION_CONFLICT` where another one is active at its place.
 */
export async function resumeLocked(change: Change, head: SessionHead): Promise<void> {
  const other = await lockActive(change, head);
  if (other) throw conflict(other.id);
  await query(change.em, RESUME, [head.id]);
  noteStatus(change, head, 'ACTIVE');
  await appendToSession(change, head.id, [{ type: 'SESSION_RESUMED', payload: {} }]);
}

const conflict = (activeSessionId: string): DomainError =>
  new DomainError('SESSION_CONFLICT', `Session ${activeSessionId} is active for the same user, platform and key.`, {
    activeSessionId,
  });

export class SessionOpeningService {
  constructor(
    private readonly changes: Changes,
    private readonly settings: SessionSettings,
  ) {}

  /**
   * The active session of a user on a platform under a key: found and touched, resumed, or created. Idempotent under any
   * concurrency (S2); what it finds keeps its slug, title, metadata and time-outs (S12).
   */
  async getOrCreate(call: Call, input: NewSession & { readonly resumePaused?: boolean | null }): Promise<Opened> {
    this.assertNew(input);
    const touched = await this.touchActive(call, input);
    if (touched) return { session: touched, created: false, resumed: false };
    const replay = async ({ id, ...how }: OpenedRecord): Promise<Opened> => ({
      session: await getSessionAgain(this.changes, id),
      ...how,
    });
    return this.changes.run(call, { name: 'getOrCreateSession', input, replay }, async (change) => {
      const record = await this.openIn(change, input);
      const { created, resumed } = record;
      return { value: { session: await getOwn(change, record.id), created, resumed }, record };
    });
  }

  /**
   * Always a new session.
   *
   * @throws DomainError `SESSION_CONFLICT` where one is active at the same place, unless `replace` ends that one; `SLUG_TAKEN`.
   */
  async create(call: Call, input: NewSession & { readonly replace?: boolean | null }): Promise<SessionRecord> {
    this.assertNew(input);
    const replay = (id: string): Promise<SessionRecord> => getSessionAgain(this.changes, id);
    return this.changes.run(call, { name: 'createSession', input, replay }, async (change) => {
      const place = await this.lockPlace(change, input);
      const active = await lockActive(change, place);
      if (active && input.replace !== true) throw conflict(active.id);
      if (active) await endLocked(change, active, { reason: 'replaced' });
      const id = await this.insert(change, place, input);
      return { value: await getOwn(change, id), record: id };
    });
  }

  private assertNew(input: NewSession): void {
    assertUserReference('input.user', input.user);
    assertParts(input, this.settings.platforms);
    encodeObject('input.metadata', input.metadata);
  }

  private async touchActive(call: Call, input: NewSession): Promise<SessionRecord | null> {
    const { user, platform, key } = input;
    const claim = this.changes.claim(call, 'getOrCreateSession', input);
    const who = [user.identity?.platform ?? null, user.identity?.externalId ?? null, isIdOrNull(user.id)];
    const keyed = [claim?.key ?? null, claim?.caller ?? null, claim?.fingerprint ?? null];
    const { actor, requestId } = call;
    const act = [auditIdFor(actor, this.changes.ids), actor.kind, actor.id, actor.name, requestId];
    const now = this.changes.clock.now();
    const values = [...who, platform, key ?? 'default', now, ...keyed, actor.userId, ...act];
    try {
      const [session] = await this.changes.runStatement<SessionRecord>(TOUCH_ACTIVE, values);
      return session ?? null;
    } catch (err) {
      // Somebody used the key in this very moment, or nobody knows whether it was touched: a transaction finds out.
      if (isUniqueViolation(err, 'idempotency_pkey') || err instanceof OutcomeUnknownError) return null;
      throw err;
    }
  }

  private async openIn(
    change: Change,
    input: NewSession & { readonly resumePaused?: boolean | null },
  ): Promise<OpenedRecord> {
    const place = await this.lockPlace(change, input);
    const active = await lockActive(change, place);
    if (active) {
      await query(change.em, TOUCH, [active.id, change.now]);
      return { id: active.id, created: false, resumed: false };
    }
    const resumed = input.resumePaused === false ? null : await this.resumeLatest(change, place);
    if (resumed) return { id: resumed, created: false, resumed: true };
    return { id: await this.insert(change, place, input), created: true, resumed: false };
  }

  private async resumeLatest(change: Change, { userId, platform, key }: Place): Promise<string | null> {
    for (;;) {
      const found = await queryOne<{ id: string }>(change.em, FIND_PAUSED, [userId, platform, key]);
      if (!found) return null;
      const head = await lockSession(change, found.id);
      // Ended by somebody between the two statements: then the next one is the latest.
      if (head?.status !== 'paused') continue;
      await resumeLocked(change, head);
      return head.id;
    }
  }

  private async lockPlace(change: Change, input: NewSession): Promise<Place> {
    const userId = await getOrCreateUserId(change, 'input.user', input.user);
    const place = { userId, platform: input.platform, key: input.key ?? 'default' };
    await query(change.em, LOCK_PLACE, [userId, place.platform, place.key]);
    return place;
  }

  private async insert(change: Change, place: Place, input: NewSession): Promise<string> {
    const id = change.ids.next();
    const { environment, kind, idleAction } = {
      environment: input.environment ?? 'server',
      kind: input.kind ?? 'conversation',
      idleAction: input.idleAction ?? 'pause',
    };
    const idle = input.idleTimeoutSeconds ?? this.settings.idleTimeoutSeconds;
    await query(change.em, INSERT, [
      id,
      place.userId,
      place.platform,
      place.key,
      environment,
      kind,
      change.now,
      idle,
      idleAction,
    ]);
    const slug = input.slug ?? (await this.slugFor(change, place, id));
    const words = searchWords(slug, input.title, place.key);
    const values = [id, slug, input.title ?? null, encodeObject('input.metadata', input.metadata), words];
    if (!(await queryOne(change.em, INSERT_DETAIL, values)))
      throw new DomainError('SLUG_TAKEN', `Slug ${slug} is taken.`);
    const payload = { slug, key: place.key, kind, environment: environment.toUpperCase(), title: input.title ?? null };
    await appendToSession(change, id, [{ type: 'SESSION_STARTED', payload }]);
    return id;
  }

  private async slugFor(change: Change, { userId, platform }: Place, id: string): Promise<string> {
    const [user] = await findUsers(change.em, [userId]);
    invariant(user, 'a session is opened for a user who is there');
    return makeSlug(platform, user.displayName, change.now, id);
  }
}

/** The session that this very transaction holds: read in it, so that nobody can have deleted it in between. */
async function getOwn(change: Change, id: string): Promise<SessionRecord> {
  const session = await findSession(change.em, id);
  invariant(session, 'a session that is locked or new is there');
  return session;
}

const isIdOrNull = (id: string | null | undefined): string | null => (isId(id ?? '') ? (id ?? null) : null);
