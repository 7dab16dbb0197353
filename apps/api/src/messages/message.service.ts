import { LIMITS } from '@foyer/types/limits';
import type { MessageRole } from '@foyer/types/enums';
import type { Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { query, queryOne, queryText, statement } from '../core/database.js';
import { badInput, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { makeCursor, pageOf, readWalk, type Page, type PageArgs, type Walk } from '../core/page.js';
import { assertText } from '../core/text.js';
import { appendToSession } from '../events/event.service.js';
import { conditionOf, type SessionFilter } from '../sessions/session-filter.service.js';
import { lockSession } from '../sessions/session-head.service.js';
import { MESSAGE_COLUMNS, type MessageRecord } from './message.entity.js';
import { searchText } from './message.rules.js';

/*
 * Reading the history, searching it, and blanking what must not be read any more.
 */

export interface HistoryArgs extends PageArgs {
  readonly roles?: readonly MessageRole[] | null;
}

const HISTORY_LIST = 'message';
const SEARCH_LIST = 'message.search';

// Walks (session_id, seq) from either end for each session, never sorts.
const historyOf = (direction: 'ASC' | 'DESC'): string =>
  `SELECT ${MESSAGE_COLUMNS} FROM unnest($1::uuid[]) WITH ORDINALITY AS of(session_id, n) CROSS JOIN LATERAL (
     SELECT * FROM message m WHERE m.session_id = of.session_id AND ($2::text[] IS NULL OR m.role = ANY($2))
     ORDER BY m.seq ${direction} LIMIT $3
   ) m ORDER BY of.n, m.seq ${direction}`;
const OLDEST = statement('message.oldest', historyOf('ASC'));
const NEWEST = statement('message.newest', historyOf('DESC'));

// One page of one session between two places, walking (session_id, seq).
const betweenOf = (direction: 'ASC' | 'DESC'): string =>
  `SELECT ${MESSAGE_COLUMNS} FROM message m
   WHERE m.session_id = $1 AND m.seq > $2::bigint AND m.seq < $3::bigint AND ($4::text[] IS NULL OR m.role = ANY($4))
   ORDER BY m.seq ${direction} LIMIT $5`;
const FORWARD = statement('message.forward', betweenOf('ASC'));
const BACKWARD = statement('message.backward', betweenOf('DESC'));

const COUNT_ALL = statement('message.count-all', 'SELECT message_count AS n FROM session WHERE id = $1');
const COUNT_ROLES = statement(
  'message.count-roles',
  'SELECT count(*)::int AS n FROM message WHERE session_id = $1 AND role = ANY($2)',
);
const FIND = statement(
  'message.find',
  `SELECT ${MESSAGE_COLUMNS} FROM message m JOIN session s ON s.id = m.session_id
   WHERE m.id = $1 AND ($2::uuid IS NULL OR s.user_id = $2)`,
);
const REDACT = statement(
  'message.redact',
  `UPDATE message m SET content = '', parts = NULL, metadata = '{}', redacted_at = $2 WHERE m.id = $1 RETURNING ${MESSAGE_COLUMNS}`,
);

/** Loads the histories of several sessions in one statement. */
export type BatchHistory = (
  load: (sessionIds: readonly string[]) => Promise<MessageRecord[]>,
) => Promise<MessageRecord[]>;

export class MessageService {
  constructor(private readonly changes: Changes) {}

  /**
   * A page of a session's history, oldest first; the last 25 where neither `first` nor `last` is given.
   *
   * @param batch gathers pages from an end of the history with those of other sessions in the same request.
   */
  async history(_call: Call, sessionId: string, args: HistoryArgs, batch: BatchHistory): Promise<Page<MessageRecord>> {
    const walk = readWalk(args, HISTORY_LIST, ['id', 'number'], { last: LIMITS.pageSizeDefault });
    const roles = args.roles ?? null;
    const rows =
      walk.after || walk.before
        ? await this.between(sessionId, walk, roles)
        : await batch((ids) =>
            query<MessageRecord>(this.changes.em, walk.forward ? OLDEST : NEWEST, [ids, roles, walk.limit + 1]),
          );
    const cursorOf = ({ seq }: MessageRecord): string => makeCursor(HISTORY_LIST, sessionId, seq);
    return pageOf(walk, rows, cursorOf, () => this.count(sessionId, roles));
  }

  private between(sessionId: string, walk: Walk, roles: readonly MessageRole[] | null): Promise<MessageRecord[]> {
    const after = seqOf('after', walk.after, sessionId) ?? 0;
    const before = seqOf('before', walk.before, sessionId) ?? Number.MAX_SAFE_INTEGER;
    return query<MessageRecord>(this.changes.em, walk.forward ? FORWARD : BACKWARD, [
      sessionId,
      after,
      before,
      roles,
      walk.limit + 1,
    ]);
  }

  private async count(sessionId: string, roles: readonly MessageRole[] | null): Promise<number> {
    const { em } = this.changes;
    const row = roles
      ? await queryOne<{ n: number }>(em, COUNT_ROLES, [sessionId, roles])
      : await queryOne<{ n: number }>(em, COUNT_ALL, [sessionId]);
    return row?.n ?? 0;
  }

  /**
   * Full text over messages, newest first: words, `"phrases"`, `or` and `-not`, as a search engine takes them.
   * Looks at the first 65,536 characters of each message.
   */
  async search(
    { actor }: Call,
    text: string,
    filter: SessionFilter | null,
    args: PageArgs,
  ): Promise<Page<MessageRecord>> {
    assertText('query', text, LIMITS.searchCharsMax);
    if (text.trim() === '') throw badInput('query', 'query must not be empty.');
    const walk = readWalk(args, SEARCH_LIST, ['time', 'id'], { first: LIMITS.pageSizeDefault });
    const condition = conditionOf(filter ?? {}, actor.userId);
    const values = [...condition.values, searchText(text)];
    const from =
      filter === null && actor.userId === null
        ? 'message m'
        : 'message m JOIN session s ON s.id = m.session_id JOIN session_detail d ON d.session_id = s.id';
    const matches = `message_words(m.content) @@ websearch_to_tsquery('simple', $${values.length}) AND ${condition.text}`;
    const place = walk.after ? [new Date(Number(walk.after[0])), walk.after[1]] : [];
    const behind = walk.after ? ` AND (m.created_at, m.id) < ($${values.length + 1}, $${values.length + 2})` : '';
    const page = `SELECT ${MESSAGE_COLUMNS} FROM ${from} WHERE ${matches}${behind} ORDER BY m.created_at DESC, m.id DESC LIMIT ${walk.limit + 1}`;
    const rows = await queryText<MessageRecord>(this.changes.em, page, [...values, ...place]);
    const cursorOf = ({ createdAt, id }: MessageRecord): string => makeCursor(SEARCH_LIST, createdAt.getTime(), id);
    return pageOf(walk, rows, cursorOf, async () => {
      const [row] = await queryText<{ n: number }>(
        this.changes.em,
        `SELECT count(*)::int AS n FROM ${from} WHERE ${matches}`,
        values,
      );
      return row?.n ?? 0;
    });
  }

  /**
   * Blanks content, parts and metadata for good; the message keeps its place. Also in a session that has ended. Redacting twice
   * changes nothing.
   *
   * @throws DomainError `NOT_FOUND`.
   */
  async redact(call: Call, id: string, reason: string | null): Promise<MessageRecord> {
    assertText('reason', reason, LIMITS.descriptionCharsMax);
    const found = isId(id) ? await queryOne<MessageRecord>(this.changes.em, FIND, [id, call.actor.userId]) : null;
    if (!found) throw notFound('Message', id);
    return this.changes.runPlain(call, 'redactMessage', async (change) => {
      if (!(await lockSession(change, found.sessionId))) throw notFound('Message', id);
      const message = await queryOne<MessageRecord>(change.em, FIND, [id, change.actor.userId]);
      if (!message) throw notFound('Message', id);
      if (message.redactedAt) return message;
      const redacted = await queryOne<MessageRecord>(change.em, REDACT, [id, change.now]);
      await appendToSession(change, message.sessionId, [
        { type: 'MESSAGE_REDACTED', payload: { messageId: message.id, reason } },
      ]);
      return redacted ?? message;
    });
  }
}

/** The seq that a cursor of this session's history stands for. */
function seqOf(field: string, place: readonly string[] | null, sessionId: string): number | null {
  if (!place) return null;
  if (place[0] !== sessionId) throw badInput(field, `${field} is not a cursor of this list.`);
  return Number(place[1]);
}
