import { LIMITS } from '@foyer/types/limits';
import type { SessionSort } from '@foyer/types/enums';
import type { EntityManager } from 'typeorm';
import type { Call } from '../core/context.js';
import { query, queryText, statement } from '../core/database.js';
import { makeCursor, pageOf, readWalk, type CursorPart, type Page, type PageArgs, type Walk } from '../core/page.js';
import { RECORD_COLUMNS, type SessionRecord } from './session.entity.js';
import { conditionOf, type Condition, type SessionFilter } from './session-filter.service.js';

/*
 * Lists of sessions, by keyset: each order has an index that ends in the id, so that the page after the two-thousandth costs what
 * the first costs. Lists show the stored status, which follows the clock within a sweep.
 */

export interface SessionListArgs extends PageArgs {
  readonly filter?: SessionFilter | null;
  readonly sort?: SessionSort | null;
  /** The one user whose sessions are listed; all that the caller may see where absent. */
  readonly ownerId?: string;
}

interface Order {
  readonly column: string;
  readonly descending: boolean;
  readonly keyOf: (session: SessionRecord) => number;
  /** What a cursor holds of it, and the parameter that this stands for. */
  readonly part: CursorPart;
  readonly valueOf: (key: string) => unknown;
}

const toDate = (key: string): Date => new Date(Number(key));
const byActivity = {
  column: 's.last_activity_at',
  keyOf: (session: SessionRecord) => session.lastActivityAt.getTime(),
  part: 'time' as const,
  valueOf: toDate,
};
const byStart = {
  column: 's.started_at',
  keyOf: (session: SessionRecord) => session.startedAt.getTime(),
  part: 'time' as const,
  valueOf: toDate,
};

const ORDERS: Readonly<Record<SessionSort, Order>> = {
  last_activity_desc: { ...byActivity, descending: true },
  last_activity_asc: { ...byActivity, descending: false },
  started_desc: { ...byStart, descending: true },
  started_asc: { ...byStart, descending: false },
  messages_desc: {
    column: 's.message_count',
    keyOf: ({ messageCount }) => messageCount,
    part: 'number',
    valueOf: (key) => key,
    descending: true,
  },
};

const FROM = 'FROM session s JOIN session_detail d ON d.session_id = s.id';

const LAST_SEEN = statement(
  'session.last-seen',
  `SELECT u.id, greatest(u.last_seen_at, s.last_activity_at) AS "lastSeenAt" FROM "user" u
   LEFT JOIN LATERAL (SELECT last_activity_at FROM session WHERE user_id = u.id ORDER BY last_activity_at DESC, id DESC LIMIT 1) s ON true
   WHERE u.id = ANY($1)`,
);

export class SessionListService {
  constructor(private readonly em: EntityManager) {}

  async list({ actor }: Call, args: SessionListArgs): Promise<Page<SessionRecord>> {
    const sort = args.sort ?? 'last_activity_desc';
    const order = ORDERS[sort];
    const list = `session.${sort}`;
    const walk = readWalk(args, list, [order.part, 'id'], { first: LIMITS.pageSizeDefault });
    const filter = conditionOf(args.filter ?? {}, args.ownerId ?? actor.userId);
    const { text, values } = pageQuery(order, walk, filter);
    const rows = await queryText<SessionRecord>(this.em, text, values);
    return pageOf(
      walk,
      rows,
      (session) => makeCursor(list, order.keyOf(session), session.id),
      () => this.count(filter),
    );
  }

  /** When users were last active in any session. */
  lastSeen(_call: Call, userIds: readonly string[]): Promise<{ id: string; lastSeenAt: Date | null }[]> {
    return query(this.em, LAST_SEEN, [userIds]);
  }

  private async count({ text, values }: Condition): Promise<number> {
    const from = text.includes('d.') ? FROM : 'FROM session s';
    const [row] = await queryText<{ n: number }>(this.em, `SELECT count(*)::int AS n ${from} WHERE ${text}`, values);
    return row?.n ?? 0;
  }
}

/** The statement of one page, with one row more than it shows. */
function pageQuery(order: Order, walk: Walk, filter: Condition): { text: string; values: readonly unknown[] } {
  const values = [...filter.values];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const beyond = (place: readonly string[] | null, behind: boolean): string[] => {
    if (!place) return [];
    const [key = '', id = ''] = place;
    const operator = behind === order.descending ? '<' : '>';
    return [`(${order.column}, s.id) ${operator} (${bind(order.valueOf(key))}, ${bind(id)})`];
  };
  const where = [filter.text, ...beyond(walk.after, true), ...beyond(walk.before, false)].join(' AND ');
  const direction = order.descending === walk.forward ? 'DESC' : 'ASC';
  const text = `SELECT ${RECORD_COLUMNS} ${FROM} WHERE ${where} ORDER BY ${order.column} ${direction}, s.id ${direction} LIMIT ${walk.limit + 1}`;
  return { text, values };
}
