import type { Environment, SessionStatus } from '@foyer/types/enums';
import { badInput } from '../core/errors.js';
import { isId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import { assertSearch, encodeObject, searchPrefixes } from '../core/text.js';

/** Which sessions are meant. Everything that is given must hold. */
export interface SessionFilter {
  readonly status?: readonly SessionStatus[] | null;
  readonly platform?: readonly string[] | null;
  readonly kind?: readonly string[] | null;
  readonly environment?: readonly Environment[] | null;
  readonly userId?: string | null;
  readonly search?: string | null;
  readonly startedAfter?: Date | null;
  readonly startedBefore?: Date | null;
  readonly activeAfter?: Date | null;
  readonly activeBefore?: Date | null;
  readonly metadata?: Json | null;
}

/** A condition over `session s` and `session_detail d`, and the values of its parameters `$1…`. */
export interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The condition that a filter makes; `true` where it is empty.
 *
 * @param ownerId the one user whose sessions count, whatever the filter says; everybody's where null.
 * @throws DomainError `BAD_USER_INPUT` for lists and metadata of over 100 values, and metadata that is no object.
 */
export function conditionOf(filter: SessionFilter, ownerId: string | null): Condition {
  const { status, platform, kind, environment, userId, search, metadata } = filter;
  assertSearch('filter.search', search);
  const metadataText = isGiven(metadata) ? encodeObject('filter.metadata', metadata) : null;
  if (isGiven(metadata)) assertFewValues('filter.metadata', metadata);
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const parts = [
    oneOf('status', 's.status', status, bind),
    oneOf('platform', 's.platform', platform, bind),
    oneOf('kind', 's.kind', kind, bind),
    oneOf('environment', 's.environment', environment, bind),
    ownerId === null ? null : `s.user_id = ${bind(ownerId)}`,
    isGiven(userId) ? (isId(userId) ? `s.user_id = ${bind(userId)}` : 'false') : null,
    isGiven(filter.startedAfter) ? `s.started_at > ${bind(filter.startedAfter)}` : null,
    isGiven(filter.startedBefore) ? `s.started_at < ${bind(filter.startedBefore)}` : null,
    isGiven(filter.activeAfter) ? `s.last_activity_at > ${bind(filter.activeAfter)}` : null,
    isGiven(filter.activeBefore) ? `s.last_activity_at < ${bind(filter.activeBefore)}` : null,
    metadataText === null ? null : `d.metadata::jsonb @> ${bind(metadataText)}::jsonb`,
    ownerId === null ? searched(searchPrefixes(search ?? ''), bind) : searchedIn(searchPrefixes(search ?? ''), bind),
  ].filter(isGiven);
  return { text: parts.length === 0 ? 'true' : parts.join(' AND '), values };
}

/**
 * That each word begins one of the session's words or of its user's. Either all are the session's own, or at least one is the
 * user's: each branch has its index, which one condition over both tables would not have.
 */
function searched(prefixes: readonly string[], bind: (value: unknown) => string): string | null {
  if (prefixes.length === 0) return null;
  const all = `${bind(prefixes.join(' & '))}::tsquery`;
  const any = `${bind(prefixes.join(' | '))}::tsquery`;
  const each = prefixes
    .map((prefix) => `${bind(prefix)}::tsquery`)
    .map((word) => `(u.search @@ ${word} OR own.search @@ ${word})`);
  return `s.id IN (
    SELECT session_id FROM session_detail WHERE search @@ ${all}
    UNION ALL
    SELECT theirs.id FROM "user" u JOIN session theirs ON theirs.user_id = u.id JOIN session_detail own ON own.session_id = theirs.id
    WHERE u.search @@ ${any} AND ${each.join(' AND ')}
  )`;
}

/** As `searched`, where one user's sessions are looked through: those are few, and those of others are not looked at. */
function searchedIn(prefixes: readonly string[], bind: (value: unknown) => string): string | null {
  const each = prefixes
    .map((prefix) => `${bind(prefix)}::tsquery`)
    .map((word) => `(d.search @@ ${word} OR (SELECT u.search FROM "user" u WHERE u.id = s.user_id) @@ ${word})`);
  return each.length === 0 ? null : each.join(' AND ');
}

const FILTER_VALUES_MAX = 100;

/** PostgreSQL compares each value of a list with each one that a session has there. */
function assertFewValues(field: string, root: Json): void {
  const open: Json[] = [root];
  for (let count = 0; open.length > 0; count++) {
    if (count > FILTER_VALUES_MAX) throw badInput(field, `${field} may have at most ${FILTER_VALUES_MAX} values.`);
    const value = open.pop();
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value).slice(0, FILTER_VALUES_MAX + 1));
  }
}

/** Equality where there is one value, so that an index on it also gives the order of what follows. */
function oneOf(
  name: string,
  column: string,
  values: readonly string[] | null | undefined,
  bind: (value: unknown) => string,
): string | null {
  if (!isGiven(values)) return null;
  if (values.length > FILTER_VALUES_MAX)
    throw badInput(`filter.${name}`, `filter.${name} may have at most ${FILTER_VALUES_MAX} values.`);
  const [only] = values;
  return values.length === 1 ? `${column} = ${bind(only)}` : `${column} = ANY(${bind(values)}::text[])`;
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
