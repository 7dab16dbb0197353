import { EndReason, nameOf, SessionStatus } from '@foyer/types/enums';
import type { EntityManager } from 'typeorm';
import { goneSince, type Change, type Changes } from '../core/change.js';
import { SYSTEM_ACTOR, systemCall } from '../core/context.js';
import { query, queryOne, statement } from '../core/database.js';
import { notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { appendToSession } from '../events/event.service.js';
import { HEAD_COLUMNS, RECORD_COLUMNS, type SessionHead, type SessionRecord } from './session.entity.js';
import { assertSeq, assertTakes, idleAt, isIdle, type WriteKind } from './session.rules.js';

/*
 * What everything that writes in a session begins with: its head row, locked, as it is by the clock. Lock order everywhere: the
 * session first, then the rest.
 */

const LOCK = statement(
  'session.lock',
  `SELECT ${HEAD_COLUMNS} FROM session s WHERE s.id = $1 AND ($2::uuid IS NULL OR s.user_id = $2) FOR NO KEY UPDATE`,
);
const FIND = statement(
  'session.find',
  `SELECT ${RECORD_COLUMNS} FROM session s JOIN session_detail d ON d.session_id = s.id WHERE s.id = $1`,
);
const PAUSE = statement('session.pause', "UPDATE session SET status = 'paused', paused_at = $2 WHERE id = $1");
const END = statement(
  'session.end',
  "UPDATE session SET status = 'ended', paused_at = NULL, ended_at = $2, end_reason = $3 WHERE id = $1",
);

/** The session as stored, or null. */
export const findSession = (em: EntityManager, id: string): Promise<SessionRecord | null> =>
  isId(id) ? queryOne<SessionRecord>(em, FIND, [id]) : Promise.resolve(null);

/** Pauses or ends a session if it has gone idle; once, however many notice (S7). */
export const settleIdle = (changes: Changes, id: string): Promise<unknown> =>
  changes.runPlain(systemCall('idle'), 'settleIdle', (change) => lockSession(change, id));

/** A session as a reader must see it, by the clock: where it has gone idle, that is written down, and it is read again. */
export async function asOfNow(changes: Changes, session: SessionRecord): Promise<SessionRecord | null> {
  if (!isIdle(session, changes.clock.now())) return session;
  await settleIdle(changes, session.id);
  return findSession(changes.em, session.id);
}

/**
 * The session after a change that has been made already. A repeated answer shows it as it is now.
 *
 * @throws DomainError `NOT_FOUND` where it was deleted since.
 */
export async function getSessionAgain(changes: Changes, id: string): Promise<SessionRecord> {
  const session = await findSession(changes.em, id);
  const now = session && (await asOfNow(changes, session));
  if (!now) throw goneSince('Session', id);
  return now;
}

/**
 * Locks the head and, where the session has gone idle, writes that down first (S7); null where there is none that the actor may
 * know of.
 */
export async function lockSession(change: Change, id: string): Promise<SessionHead | null> {
  if (!isId(id)) return null;
  const head = await queryOne<SessionHead>(change.em, LOCK, [id, change.actor.userId]);
  return head && isIdle(head, change.now) ? settleLocked(change, head) : head;
}

/** What a write asks of the session beforehand. */
export interface WriteNeeds {
  readonly kind: WriteKind;
  readonly expectedSeq?: number | null | undefined;
}

/**
 * Locks the head for a write of this kind.
 *
 * @throws DomainError `NOT_FOUND`, `SESSION_ENDED`, `SESSION_PAUSED`, `VERSION_CONFLICT`.
 */
export async function lockForWrite(
  change: Change,
  id: string,
  { kind, expectedSeq }: WriteNeeds,
): Promise<SessionHead> {
  const head = await lockSession(change, id);
  if (!head) throw notFound('Session', id);
  change.note.target ??= head.id;
  assertTakes(head, kind);
  assertSeq(head, expectedSeq);
  return head;
}

/** Pauses or ends a session that has gone idle, as of the moment it fell due. The caller holds its lock. */
async function settleLocked(change: Change, head: SessionHead): Promise<SessionHead> {
  const due = idleAt(head) ?? change.now;
  if (head.idleAction === 'end') return endLocked(change, head, { expiredAt: due });
  await query(change.em, PAUSE, [head.id, due]);
  return { ...head, status: 'paused', pausedAt: due, seq: await appendIdle(change, head.id, due) };
}

const appendIdle = (change: Change, id: string, at: Date): Promise<number> =>
  appendToSession(asSystem(change), id, [{ type: 'SESSION_PAUSED', payload: { reason: 'IDLE' }, at }], null);

/** What the clock does is nobody's act, whoever happened to notice. */
const asSystem = (change: Change): Change => ({ ...change, actor: SYSTEM_ACTOR });

/** Pauses a session whose lock the caller holds, with its event. */
export async function pauseLocked(change: Change, head: SessionHead): Promise<void> {
  await query(change.em, PAUSE, [head.id, change.now]);
  noteStatus(change, head, 'PAUSED');
  await appendToSession(change, head.id, [{ type: 'SESSION_PAUSED', payload: { reason: 'REQUESTED' } }]);
}

/** Has the audit log tell the status before and after. */
export function noteStatus({ note }: Change, { status }: SessionHead, after: keyof typeof SessionStatus): void {
  note.before = { status: nameOf(SessionStatus, status) };
  note.after = { status: after };
}

/** Why and when a session ends; `expiredAt` where the clock ended it rather than the caller, now. */
export type Ending = { readonly reason: EndReason } | { readonly expiredAt: Date };

/** Ends a session whose lock the caller holds, with its event. */
export async function endLocked(change: Change, head: SessionHead, ending: Ending): Promise<SessionHead> {
  const byClock = 'expiredAt' in ending;
  const reason = byClock ? 'expired' : ending.reason;
  const at = byClock ? ending.expiredAt : change.now;
  await query(change.em, END, [head.id, at, reason]);
  noteStatus(change, head, 'ENDED');
  const by = byClock ? asSystem(change) : change;
  const payload = { reason: nameOf(EndReason, reason) };
  const seq = await appendToSession(by, head.id, [{ type: 'SESSION_ENDED', payload, at }], byClock ? null : change.now);
  return { ...head, status: 'ended', pausedAt: null, endedAt: at, endReason: reason, seq };
}
