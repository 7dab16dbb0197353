import type { EventType } from '@foyer/types/enums';
import type { Change } from '../core/change.js';
import { query, statement } from '../core/database.js';
import { invariant } from '../core/errors.js';
import type { Json } from '../core/json.js';

/*
 * The log: one row for each change, in the transaction that made it. A session's events are numbered by the session's row, a
 * user's own by the user's, without a gap: the number is taken under that row's lock.
 */

/** An event to be written; `at` where it is not now. */
export interface NewEvent {
  readonly type: EventType;
  readonly payload: Json;
  readonly at?: Date;
}

const COLUMNS =
  'session_id, user_id, seq, type, platform, at, actor_kind, actor_id, actor_name, request_id, environment, stack, payload';

/**
 * The part of a bigger statement that writes one event, for changes that are a single statement. `head` is the name of a WITH part
 * that has the session's new `id, seq, user_id, platform`; `from` is the number of the first of the nine parameters that
 * `eventValues` fills.
 */
export const insertEventOf = (head: string, from: number): string =>
  `INSERT INTO event (${COLUMNS})
   SELECT id, user_id, seq, $${from}, platform, $${from + 1}, $${from + 2}, $${from + 3}, $${from + 4}, $${from + 5}, $${from + 6}, $${from + 7}, $${from + 8}
   FROM ${head}`;

/** Who did it, when, through which request and which operations: what every event tells (E8). */
export type Trace = Omit<Change, 'em' | 'ids' | 'note'>;

export const eventValues = (trace: Trace, event: NewEvent): readonly unknown[] => [
  event.type,
  event.at ?? trace.now,
  ...traceValues(trace),
  JSON.stringify(event.payload),
];

/** The columns of what `eventRow` gives, as `json_to_recordset` wants them. */
export const EVENT_ROW =
  'type text, at timestamptz, actor_kind text, actor_id text, actor_name text, request_id text, environment text, stack text[], payload json';

/** As `insertEventOf`, for many at once: `source` has `session_id, user_id, seq, platform` and the columns of `EVENT_ROW`. */
export const insertEventRows = (source: string): string =>
  `INSERT INTO event (${COLUMNS}) SELECT ${COLUMNS} FROM ${source}`;

export const eventRow = ({ actor, requestId, environment, now, stack }: Trace, event: NewEvent): object => ({
  type: event.type,
  at: event.at ?? now,
  actor_kind: actor.kind,
  actor_id: actor.id,
  actor_name: actor.name,
  request_id: requestId,
  environment,
  stack,
  payload: event.payload,
});

const traceValues = ({ actor, requestId, environment, stack }: Trace): readonly unknown[] => [
  actor.kind,
  actor.id,
  actor.name,
  requestId,
  environment,
  stack,
];

const APPEND_TO_SESSION = statement(
  'event.append-session',
  `WITH head AS (
     UPDATE session SET seq = seq + cardinality($3::text[]), last_activity_at = greatest(last_activity_at, $2)
     WHERE id = $1 RETURNING id, seq, user_id, platform
   )
   INSERT INTO event (${COLUMNS})
   SELECT head.id, head.user_id, head.seq - cardinality($3::text[]) + e.n, e.type, head.platform, e.at, $6, $7, $8, $9, $10, $11, e.payload
   FROM head, unnest($3::text[], $4::timestamptz[], $5::json[]) WITH ORDINALITY AS e(type, at, payload, n)
   RETURNING seq`,
);

/**
 * Appends events to a session's stream, in order, and gives the seq of the first. Takes the session's row lock where the
 * transaction does not hold it yet. `touchedAt` moves `lastActivityAt`; null for what is nobody's activity.
 */
export async function appendToSession(
  change: Change,
  sessionId: string,
  events: readonly NewEvent[],
  touchedAt: Date | null = change.now,
): Promise<number> {
  note(change, sessionId, events);
  const [types, ats, payloads] = columnsOf(change, events);
  const rows = await query<{ seq: number }>(change.em, APPEND_TO_SESSION, [
    sessionId,
    touchedAt,
    types,
    ats,
    payloads,
    ...traceValues(change),
  ]);
  return firstSeq(rows, events);
}

const APPEND_TO_USER = statement(
  'event.append-user',
  `WITH head AS (
     UPDATE "user" SET seq = seq + cardinality($2::text[]) WHERE id = $1 RETURNING id, seq
   )
   INSERT INTO event (${COLUMNS})
   SELECT NULL, head.id, head.seq - cardinality($2::text[]) + e.n, e.type, $5, e.at, $6, $7, $8, $9, $10, $11, e.payload
   FROM head, unnest($2::text[], $3::timestamptz[], $4::json[]) WITH ORDINALITY AS e(type, at, payload, n)
   RETURNING seq`,
);

/** Appends events to a user's own stream and gives the seq of the first; `platform` where they belong to one. */
export async function appendToUser(
  change: Change,
  userId: string,
  platform: string | null,
  events: readonly NewEvent[],
): Promise<number> {
  note(change, userId, events);
  const [types, ats, payloads] = columnsOf(change, events);
  const rows = await query<{ seq: number }>(change.em, APPEND_TO_USER, [
    userId,
    types,
    ats,
    payloads,
    platform,
    ...traceValues(change),
  ]);
  return firstSeq(rows, events);
}

/** The audit log tells the first thing that was acted on, and all that happened. */
function note({ note: audit }: Change, target: string, events: readonly NewEvent[]): void {
  audit.target ??= target;
  audit.events.push(...events);
}

const columnsOf = (
  change: Change,
  events: readonly NewEvent[],
): [readonly string[], readonly Date[], readonly string[]] => [
  events.map(({ type }) => type),
  events.map(({ at }) => at ?? change.now),
  events.map(({ payload }) => JSON.stringify(payload)),
];

function firstSeq(rows: readonly { seq: number }[], events: readonly NewEvent[]): number {
  invariant(rows.length === events.length, 'every event is written');
  return Math.min(...rows.map(({ seq }) => seq));
}
