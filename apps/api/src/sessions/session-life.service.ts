import { Environment, IdleAction, nameOf, SessionStatus, type EndReason } from '@foyer/types/enums';
import type { Change, Changes } from '../core/change.js';
import type { Actor, Call } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { badInput, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { parseJson, type Json, type JsonObject } from '../core/json.js';
import { encodeObject, searchWords } from '../core/text.js';
import { appendToSession, appendToUser } from '../events/event.service.js';
import { assertUserReference, type UserReference } from '../users/user.rules.js';
import { findUserId } from '../users/user.service.js';
import type { SessionHead, SessionRecord } from './session.entity.js';
import { RECORD_COLUMNS } from './session.entity.js';
import { assertParts, assertPlatform, assertSeq, assertTakes } from './session.rules.js';
import {
  asOfNow,
  endLocked,
  findSession,
  getSessionAgain,
  lockForWrite,
  lockSession,
  pauseLocked,
} from './session-head.service.js';
import { lockPlaceOf, resumeLocked, type SessionSettings } from './session-opening.service.js';

/*
 * One session: finding it as it is by the clock, and its life until it is deleted.
 */

export interface SessionAction {
  readonly id: string;
  readonly expectedSeq?: number | null;
  readonly idempotencyKey?: string | null;
}

export interface UpdateSession extends SessionAction {
  readonly title?: string | null;
  readonly metadata?: Json | null;
  readonly environment?: Environment | null;
  readonly idleTimeoutSeconds?: number | null;
  readonly idleAction?: IdleAction | null;
}

const FIND_MANY = statement(
  'session.find-many',
  `SELECT ${RECORD_COLUMNS} FROM session s JOIN session_detail d ON d.session_id = s.id WHERE s.id = ANY($1)
     AND ($2::uuid IS NULL OR s.user_id = $2)`,
);
const FIND_BY_SLUG = statement(
  'session.find-slug',
  `SELECT ${RECORD_COLUMNS} FROM session_detail d JOIN session s ON s.id = d.session_id WHERE d.slug = $1
     AND ($2::uuid IS NULL OR s.user_id = $2)`,
);
const FIND_ACTIVE = statement(
  'session.find-active-record',
  `SELECT ${RECORD_COLUMNS} FROM session s JOIN session_detail d ON d.session_id = s.id
   WHERE s.user_id = $1 AND s.platform = $2 AND s.key = $3 AND s.status = 'active'`,
);
const TOUCH = statement(
  'session.touch-one',
  'UPDATE session SET last_activity_at = greatest(last_activity_at, $2) WHERE id = $1',
);
const UPDATE = statement(
  'session.update',
  'UPDATE session SET environment = $2, idle_timeout_seconds = $3, idle_action = $4 WHERE id = $1',
);
const UPDATE_DETAIL = statement(
  'session.update-detail',
  'UPDATE session_detail SET title = $2, metadata = $3, search = array_to_tsvector($4) WHERE session_id = $1',
);
const DELETE = statement('session.delete', 'DELETE FROM session WHERE id = $1');
const REMEMBER_SEEN = statement(
  'user.remember-seen',
  'UPDATE "user" SET last_seen_at = greatest(last_seen_at, $2) WHERE id = $1',
);

/**
 * Deletes a session whose lock the caller holds, with all that is in it (foreign keys cascade). What stays is one event in the
 * user's stream (E3), and when the user was last seen.
 */
export async function deleteLocked(change: Change, head: SessionHead): Promise<void> {
  const slug = (await findSession(change.em, head.id))?.slug ?? null;
  change.note.target = head.id;
  change.note.before = { slug, status: nameOf(SessionStatus, head.status) };
  await query(change.em, DELETE, [head.id]);
  await query(change.em, REMEMBER_SEEN, [head.userId, head.lastActivityAt]);
  await appendToUser(change, head.userId, head.platform, [
    { type: 'SESSION_DELETED', payload: { sessionId: head.id, slug } },
  ]);
}

/** Looks up a session together with others, in one statement. */
export type BatchFind = (
  id: string,
  load: (ids: readonly string[]) => Promise<SessionRecord[]>,
) => Promise<SessionRecord | null>;

export class SessionLifeService {
  constructor(
    private readonly changes: Changes,
    private readonly settings: SessionSettings,
  ) {}

  /**
   * The session by id or by slug, as it is by the clock; null where there is none.
   *
   * @param batch gathers the look-up by id with others.
   */
  async find(
    { actor }: Call,
    { id, slug }: { readonly id?: string | null; readonly slug?: string | null },
    batch: BatchFind,
  ): Promise<SessionRecord | null> {
    if (isGiven(id) === isGiven(slug)) throw badInput('id', 'Give exactly one of id and slug.');
    const session = isGiven(id)
      ? await this.findById(id, actor, batch)
      : await queryOne<SessionRecord>(this.changes.em, FIND_BY_SLUG, [slug, actor.userId]);
    return session && asOfNow(this.changes, session);
  }

  private findById(id: string, { userId }: Actor, batch: BatchFind): Promise<SessionRecord | null> {
    if (!isId(id)) return Promise.resolve(null);
    // Rows bring their ids in lower case.
    return batch(id.toLowerCase(), (ids) => query<SessionRecord>(this.changes.em, FIND_MANY, [ids, userId]));
  }

  /** The session that is ACTIVE for a user, platform and key; null where there is none. */
  async findActive({ actor }: Call, user: UserReference, platform: string, key: string): Promise<SessionRecord | null> {
    assertUserReference('user', user);
    assertPlatform('platform', platform, null);
    const userId = await findUserId(this.changes.em, actor, user);
    const session = userId && (await queryOne<SessionRecord>(this.changes.em, FIND_ACTIVE, [userId, platform, key]));
    const settled = session ? await asOfNow(this.changes, session) : null;
    return settled?.status === 'active' ? settled : null;
  }

  /** Changes what is given; what is not stays. Metadata is replaced as a whole. */
  async update(call: Call, input: UpdateSession): Promise<SessionRecord> {
    assertParts(input, this.settings.platforms);
    const metadata = isGiven(input.metadata) ? encodeObject('input.metadata', input.metadata) : null;
    return this.write(call, 'updateSession', input, async (change) => {
      await lockForWrite(change, input.id, { kind: 'results', expectedSeq: input.expectedSeq });
      const before = await findSession(change.em, input.id);
      if (before) await this.updateLocked(change, before, input, metadata);
    });
  }

  private async updateLocked(
    change: Change,
    before: SessionRecord,
    input: UpdateSession,
    metadata: string | null,
  ): Promise<void> {
    const after: Updatable = {
      title: input.title === undefined ? before.title : input.title,
      environment: input.environment ?? before.environment,
      idleTimeoutSeconds: input.idleTimeoutSeconds ?? before.idleTimeoutSeconds,
      idleAction: input.idleAction ?? before.idleAction,
      metadata: metadata === null ? before.metadata : (parseJson(metadata) as JsonObject),
    };
    const { id, slug, key } = before;
    await query(change.em, UPDATE, [id, after.environment, after.idleTimeoutSeconds, after.idleAction]);
    const stored = metadata ?? JSON.stringify(before.metadata);
    await query(change.em, UPDATE_DETAIL, [id, after.title, stored, searchWords(slug, after.title, key)]);
    const { was, is } = changesOf(before, after);
    change.note.before = was;
    if (Object.keys(is).length > 0) await appendToSession(change, id, [{ type: 'SESSION_UPDATED', payload: is }]);
    else await query(change.em, TOUCH, [id, change.now]);
  }

  /** Moves `lastActivityAt` and nothing else. */
  async touch(call: Call, id: string): Promise<SessionRecord> {
    return this.write(call, 'touchSession', { id }, async (change) => {
      await lockForWrite(change, id, { kind: 'results' });
      await query(change.em, TOUCH, [id, change.now]);
    });
  }

  /** ACTIVE → PAUSED; a paused one stays as it is (S3). */
  async pause(call: Call, input: SessionAction): Promise<SessionRecord> {
    return this.write(call, 'pauseSession', input, async (change) => {
      const head = await lockForWrite(change, input.id, { kind: 'results', expectedSeq: input.expectedSeq });
      if (head.status === 'active') await pauseLocked(change, head);
    });
  }

  /** PAUSED → ACTIVE; an active one stays as it is (S3). `SESSION_CONFLICT` where another is active at its place (S5). */
  async resume(call: Call, input: SessionAction): Promise<SessionRecord> {
    return this.write(call, 'resumeSession', input, async (change) => {
      await lockPlaceOf(change, input.id);
      const head = await lockForWrite(change, input.id, { kind: 'results', expectedSeq: input.expectedSeq });
      if (head.status === 'paused') await resumeLocked(change, head);
    });
  }

  /** Ends a session for good; an ended one stays as it is (S3). */
  async end(call: Call, input: SessionAction & { readonly reason?: EndReason | null }): Promise<SessionRecord> {
    return this.write(call, 'endSession', input, async (change) => {
      const head = await lockSession(change, input.id);
      if (!head) throw notFound('Session', input.id);
      if (head.status === 'ended') return;
      assertTakes(head, 'results');
      assertSeq(head, input.expectedSeq);
      await endLocked(change, head, { reason: input.reason ?? 'completed' });
    });
  }

  /** Deletes a session with all that is in it; false where there is none. */
  async delete(call: Call, id: string): Promise<boolean> {
    return this.changes.runPlain(call, 'deleteSession', async (change) => {
      const head = await lockSession(change, id);
      if (head) await deleteLocked(change, head);
      return head !== null;
    });
  }

  private async write(
    call: Call,
    name: string,
    input: SessionAction,
    work: (change: Change) => Promise<void>,
  ): Promise<SessionRecord> {
    await this.changes.runForId(call, name, input, async (change) => {
      await work(change);
      return input.id;
    });
    return getSessionAgain(this.changes, input.id);
  }
}

type Updatable = Pick<SessionRecord, 'title' | 'environment' | 'idleTimeoutSeconds' | 'idleAction' | 'metadata'>;

/** What an update is about, as the API shows it. */
const shown = ({ title, environment, idleTimeoutSeconds, idleAction, metadata }: Updatable): JsonObject => ({
  title,
  environment: nameOf(Environment, environment),
  idleTimeoutSeconds,
  idleAction: nameOf(IdleAction, idleAction),
  metadata,
});

/** What is another after the update. */
function changesOf(before: Updatable, after: Updatable): { readonly was: JsonObject; readonly is: JsonObject } {
  const [was, is] = [shown(before), shown(after)];
  const names = Object.keys(is).filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
  const pick = (from: JsonObject): JsonObject => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { was: pick(was), is: pick(is) };
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
