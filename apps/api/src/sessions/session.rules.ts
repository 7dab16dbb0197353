import type { IdleAction, SessionStatus } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { badInput, DomainError } from '../core/errors.js';
import type { Json } from '../core/json.js';
import { assertName, assertObject, assertPattern, assertRange, assertText } from '../core/text.js';
import type { SessionHead } from './session.entity.js';

/*
 * What a session may do in each status, when it goes idle, and what its parts must look like.
 */

type Idling = Pick<SessionHead, 'status' | 'lastActivityAt' | 'idleTimeoutSeconds'>;

/** The moment at which an ACTIVE session goes idle if nothing happens; null where it never does. */
export function idleAt({ status, lastActivityAt, idleTimeoutSeconds }: Idling): Date | null {
  if (status !== 'active' || idleTimeoutSeconds === 0) return null;
  return new Date(lastActivityAt.getTime() + idleTimeoutSeconds * 1_000);
}

/** Whether it has gone idle: strictly later than its time-out, so that at the exact moment it still lives (S7). */
export function isIdle(session: Idling, now: Date): boolean {
  const due = idleAt(session);
  return due !== null && now.getTime() > due.getTime();
}

/** Whole seconds from start to end, or to now. */
export function durationSeconds({ startedAt, endedAt }: Pick<SessionHead, 'startedAt' | 'endedAt'>, now: Date): number {
  return Math.max(0, Math.floor(((endedAt ?? now).getTime() - startedAt.getTime()) / 1_000));
}

/** What a write needs of the session: MESSAGES for messages and turns, RESULTS for all else. */
export type WriteKind = 'messages' | 'results';

const TAKES: Readonly<Record<SessionStatus, readonly WriteKind[]>> = {
  active: ['messages', 'results'],
  paused: ['results'],
  ended: [],
};

/** @throws DomainError `SESSION_ENDED` or `SESSION_PAUSED` where the status does not take such a write (S3, S4). */
export function assertTakes({ id, status }: Pick<SessionHead, 'id' | 'status'>, kind: WriteKind): void {
  if (TAKES[status].includes(kind)) return;
  if (status === 'ended') throw new DomainError('SESSION_ENDED', `Session ${id} has ended and takes no more writes.`);
  throw new DomainError('SESSION_PAUSED', `Session ${id} is paused; resume it first.`);
}

/** @throws DomainError `VERSION_CONFLICT` where `expectedSeq` is given and is not the session's. */
export function assertSeq({ id, seq }: Pick<SessionHead, 'id' | 'seq'>, expectedSeq: number | null | undefined): void {
  if (expectedSeq === null || expectedSeq === undefined || expectedSeq === seq) return;
  throw new DomainError('VERSION_CONFLICT', `Session ${id} is at seq ${seq}, not ${expectedSeq}.`, { currentSeq: seq });
}

/** The parts of a session that callers choose. */
export interface SessionParts {
  readonly platform?: string;
  readonly key?: string | null;
  readonly kind?: string | null;
  readonly slug?: string | null;
  readonly title?: string | null;
  readonly metadata?: Json | null;
  readonly idleTimeoutSeconds?: number | null;
  readonly idleAction?: IdleAction | null;
}

/** @throws DomainError `BAD_USER_INPUT`, naming the field. `platforms` are those that the deployment allows; any where null. */
export function assertParts(parts: SessionParts, platforms: readonly string[] | null): void {
  const { platform, key, kind, slug, title, metadata, idleTimeoutSeconds } = parts;
  if (platform !== undefined) assertPlatform('input.platform', platform, platforms);
  if (isGiven(key)) assertName('input.key', key);
  if (isGiven(kind)) assertName('input.kind', kind);
  if (isGiven(slug)) assertPattern('input.slug', slug, LIMITS.slugPattern);
  assertText('input.title', title, LIMITS.titleCharsMax);
  if (isGiven(metadata)) assertObject('input.metadata', metadata);
  assertRange('input.idleTimeoutSeconds', idleTimeoutSeconds, 0, LIMITS.idleTimeoutSecondsMax);
}

export function assertPlatform(field: string, platform: string, platforms: readonly string[] | null): void {
  assertPattern(field, platform, LIMITS.platformPattern);
  if (platforms && !platforms.includes(platform)) throw badInput(field, `Platform ${platform} is not allowed here.`);
}

/** The slug of a session for which none was given: readable, and unique by the end of its id. */
export function makeSlug(platform: string, userName: string | null, startedAt: Date, id: string): string {
  const ascii = (userName ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
  const name = ascii.slice(0, 32).replace(/^-+|-+$/g, '') || 'user';
  return [platform, name, startedAt.toISOString().slice(0, 10).replaceAll('-', ''), id.slice(-12)].join('-');
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
