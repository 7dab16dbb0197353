import type { VariableScope } from '@foyer/types/enums';
import { assertMay } from '../access/policy.rules.js';
import type { Change } from '../core/change.js';
import { query, queryOne, statement } from '../core/database.js';
import { badInput, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { appendToSession, appendToUser, type NewEvent } from '../events/event.service.js';
import { lockForWrite } from '../sessions/session-head.service.js';
import { assertPlatform } from '../sessions/session.rules.js';
import type { UserReference } from '../users/user.rules.js';
import { getUserId, lockUser } from '../users/user.service.js';
import { APP_HOLDER_ID } from './variable.rules.js';

/*
 * Whose variables are meant: a session's, a user's on one platform, a user's, or the app's. Each holder has one lock that all
 * its writers take, so that versions and totals are right; and one stream that tells of the changes. The app has no stream.
 */

export interface VariableTarget {
  readonly scope?: VariableScope | null;
  readonly sessionId?: string | null;
  readonly user?: UserReference | null;
  readonly platform?: string | null;
}

/** Where variables are kept: the key of their rows. */
export interface Holder {
  readonly scope: VariableScope;
  readonly holderId: string;
  /** Empty but for scope PLATFORM. */
  readonly platform: string;
}

/** The holder of the app's variables. */
const APP: Holder = { scope: 'app', holderId: APP_HOLDER_ID, platform: '' };

const FIND_OWNER = statement(
  'variable.find-owner',
  'SELECT user_id AS "userId", platform FROM session WHERE id = $1 AND ($2::uuid IS NULL OR user_id = $2)',
);
const LOCK_APP = statement('variable.lock-app', "SELECT pg_advisory_xact_lock(hashtextextended('app variables', 0))");

type Given = 'sessionId' | 'user' | 'platform';

/** What each scope may be named by; each list is one way. */
const WAYS: Readonly<Record<VariableScope, readonly (readonly Given[])[]>> = {
  session: [['sessionId']],
  platform: [['sessionId'], ['user', 'platform']],
  user: [['sessionId'], ['user']],
  app: [[]],
};

/** @throws DomainError `BAD_USER_INPUT` where the target does not name exactly one holder. */
export function assertTarget(target: VariableTarget): void {
  const scope = target.scope ?? 'session';
  const given = (['sessionId', 'user', 'platform'] as const).filter(
    (name) => target[name] !== null && target[name] !== undefined,
  );
  const fits = WAYS[scope].some((way) => way.length === given.length && way.every((name) => given.includes(name)));
  if (!fits) {
    const ways = WAYS[scope].map((way) => way.join(' and ') || 'nothing').join(', or ');
    throw badInput('input.target', `A target of scope ${scope.toUpperCase()} is named by ${ways}.`);
  }
}

/**
 * Locks the holder that the target means, until the transaction ends.
 *
 * @throws DomainError `NOT_FOUND`; `SESSION_ENDED` for a session's own; `FORBIDDEN` for the app's.
 */
export async function lockHolder(change: Change, target: VariableTarget): Promise<Holder> {
  const scope = target.scope ?? 'session';
  if (scope === 'session') return lockSessionHolder(change, target.sessionId ?? '');
  if (scope === 'app') {
    assertMay(change.actor, 'writeAppVariables');
    change.note.target = 'app';
    await query(change.em, LOCK_APP);
    return APP;
  }
  const { userId, platform } = await ownerOf(change, target);
  await lockUser(change, userId);
  return { scope, holderId: userId, platform: scope === 'platform' ? platform : '' };
}

async function lockSessionHolder(change: Change, sessionId: string): Promise<Holder> {
  const { id } = await lockForWrite(change, sessionId, { kind: 'results' });
  return { scope: 'session', holderId: id, platform: '' };
}

async function ownerOf(
  change: Change,
  { sessionId, user, platform }: VariableTarget,
): Promise<{ userId: string; platform: string }> {
  if (user) {
    if (platform !== null && platform !== undefined) assertPlatform('input.target.platform', platform, null);
    return { userId: await getUserId(change, 'input.target.user', user), platform: platform ?? '' };
  }
  const id = sessionId ?? '';
  const values = [id, change.actor.userId];
  const owner = isId(id) ? await queryOne<{ userId: string; platform: string }>(change.em, FIND_OWNER, values) : null;
  if (!owner) throw notFound('Session', id);
  return owner;
}

/** Appends events to the holder's stream; there is none for the app. */
export async function appendToHolder(
  change: Change,
  { scope, holderId, platform }: Holder,
  events: readonly NewEvent[],
): Promise<void> {
  if (scope === 'session') await appendToSession(change, holderId, events);
  else if (scope !== 'app') await appendToUser(change, holderId, platform || null, events);
}
