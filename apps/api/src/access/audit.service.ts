import type { EntityManager } from 'typeorm';
import type { AuditNote, Change } from '../core/change.js';
import type { Actor, Call } from '../core/context.js';
import { query, queryText, statement } from '../core/database.js';
import type { Ids } from '../core/ids.js';
import type { Json, JsonObject } from '../core/json.js';
import { makeCursor, pageOf, readWalk, type Page, type PageArgs } from '../core/page.js';
import { assertText } from '../core/text.js';
import type { AuditEntry } from './audit.entity.js';

/*
 * The audit log: every act of an operator, and every act of an ADMIN key that changes something, in the transaction of the act
 * (X5). Entries are never edited.
 */

/** Whether what this actor does is kept. */
const isAudited = ({ kind, scopes }: Actor): boolean => kind === 'operator' || scopes.includes('admin');

const COLUMNS = 'id, at, actor_kind, actor_id, actor_name, action, target, details, request_id';

const INSERT = statement(
  'audit.insert',
  `INSERT INTO audit_entry (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** What Foyer does by itself that lets somebody in. */
const OF_FOYER: ReadonlySet<string> = new Set(['setUp', 'createFirstApiKey']);

/** Enters a change, where its actor's acts are kept. */
export async function audit(change: Change): Promise<void> {
  const { actor, em, ids, now, note, requestId, stack } = change;
  if (!isAudited(actor) && !OF_FOYER.has(stack[0] ?? '')) return;
  await query(em, INSERT, [
    ids.next(),
    now,
    actor.kind,
    actor.id,
    actor.name,
    stack[0],
    note.target,
    JSON.stringify(detailsOf(note)),
    requestId,
  ]);
}

/** The id of the entry that a change which is one statement will have, or null where none is made. */
export const auditIdFor = (actor: Actor, ids: Ids): string | null => (isAudited(actor) ? ids.next() : null);

/**
 * The part of a bigger statement that enters an act, for changes that are a single statement. `source` has `id`, `at`,
 * `actor_kind`, `actor_id`, `actor_name`, `action`, `target`, `details` and `request_id`; no entry where `id` is null.
 */
export const insertAuditOf = (source: string): string =>
  `INSERT INTO audit_entry (${COLUMNS}) SELECT ${COLUMNS} FROM (${source}) act WHERE id IS NOT NULL`;

const EVENTS_MAX = 10;
const PAYLOAD_CHARS_MAX = 4_000;

/** Bounded: an entry says what happened, and is no second place for what was stored. */
function detailsOf({ before, after, events }: AuditNote): Json {
  return {
    ...(before ? { before: shortened(before) } : {}),
    ...(after ? { after: shortened(after) } : {}),
    ...(events.length === 0 ? {} : { events: events.slice(0, EVENTS_MAX).map(eventOf) }),
    ...(events.length > EVENTS_MAX ? { eventCount: events.length } : {}),
  };
}

/** Long values are left out: their names say that they changed. */
const shortened = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, isLong(value) ? '…' : value]));

const isLong = (value: Json): boolean => JSON.stringify(value).length > PAYLOAD_CHARS_MAX;

const eventOf = ({ type, payload }: AuditNote['events'][number]): Json =>
  isLong(payload) ? { type } : { type, payload };

export interface AuditArgs extends PageArgs {
  readonly actorId?: string | null;
  readonly action?: string | null;
}

const LIST = 'audit';
const FIRST_DEFAULT = 50;

export class AuditService {
  constructor(private readonly em: EntityManager) {}

  /** The audit log, newest first. */
  async list(_call: Call, args: AuditArgs): Promise<Page<AuditRecord>> {
    assertText('actorId', args.actorId);
    assertText('action', args.action);
    const walk = readWalk(args, LIST, ['id'], { first: FIRST_DEFAULT });
    const values: unknown[] = [];
    const bind = (column: string, value: unknown): string[] =>
      value === null || value === undefined ? [] : [`${column} $${values.push(value)}`];
    const filter = ['true', ...bind('actor_id =', args.actorId), ...bind('action =', args.action)].join(' AND ');
    const filterValues = [...values];
    const beyond = bind('id <', walk.after?.[0]).map((condition) => ` AND ${condition}`);
    // Newest first: walks an index that ends in the id backwards.
    const text = `${SELECT} WHERE ${filter}${beyond.join('')} ORDER BY id DESC LIMIT ${walk.limit + 1}`;
    const rows = await queryText<AuditEntry>(this.em, text, values);
    const cursorOf = ({ id }: AuditRecord): string => makeCursor(LIST, id);
    return pageOf(walk, rows.map(recordOf), cursorOf, () => this.count(filter, filterValues));
  }

  private async count(filter: string, values: readonly unknown[]): Promise<number> {
    const text = `SELECT count(*)::int AS n FROM audit_entry WHERE ${filter}`;
    const [row] = await queryText<{ n: number }>(this.em, text, values);
    return row?.n ?? 0;
  }
}

const SELECT = `SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action, target, details,
  request_id AS "requestId" FROM audit_entry`;

/** An entry as read. */
export interface AuditRecord extends Pick<AuditEntry, 'id' | 'at' | 'action' | 'target' | 'details' | 'requestId'> {
  readonly actor: Pick<Actor, 'kind' | 'id' | 'name'>;
}

const recordOf = ({ actorKind, actorId, actorName, ...entry }: AuditEntry): AuditRecord => ({
  ...entry,
  actor: { kind: actorKind, id: actorId, name: actorName },
});
