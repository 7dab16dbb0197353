import { insertAuditOf } from '../access/audit.service.js';
import { underAllowance } from '../core/allowance.js';
import { OutcomeUnknownError, type Changes } from '../core/change.js';
import { statement } from '../core/database.js';
import { DomainError } from '../core/errors.js';
import type { Claim } from '../core/idempotency.js';
import { EVENT_ROW, eventRow, insertEventRows, type Trace } from '../events/event.service.js';
import { payloadOf, type EncodedMessage, type MessagePlace } from './message.rules.js';

/*
 * Appends that arrive together, in one statement. A busy server so commits once for many messages, which costs it and PostgreSQL
 * half; an idle one does not wait. Only the plain case goes this way: whatever stands in the way of an append leaves it out of the
 * statement, and it goes on alone.
 */

/** A message to append to a session, checked, with the id that it will have. */
export interface Append {
  readonly id: string;
  readonly sessionId: string;
  readonly message: EncodedMessage;
  readonly expectedSeq: number | null;
  readonly claim: Claim | null;
  readonly trace: Trace;
  /** Id of its entry in the audit log; null where none is made. */
  readonly auditId: string | null;
}

// Takes the sessions that nobody holds and waits for none: a busy session must not hold up the others, and whoever waits for
// nothing is in no deadlock. A session takes one message at a time. That an external id or a key is new the unique indexes know.
const APPEND_TOGETHER = statement(
  'message.append-together',
  `WITH m AS MATERIALIZED (
     SELECT * FROM json_to_recordset($1) AS m(id uuid, session_id uuid, role text, content text, parts text, message_platform text,
       external_id text, metadata text, created_at timestamptz, now timestamptz, expected_seq integer, caller text, key text,
       fingerprint text, owner_id uuid, audit_id uuid, ${EVENT_ROW})
   ), free AS (
     SELECT s.id FROM m JOIN session s ON s.id = m.session_id FOR NO KEY UPDATE OF s SKIP LOCKED
   ), head AS (
     UPDATE session s SET seq = s.seq + 1, message_count = s.message_count + 1, last_activity_at = greatest(s.last_activity_at, m.now)
     FROM m JOIN free ON free.id = m.session_id
     WHERE s.id = free.id AND s.status = 'active'
       AND (s.idle_timeout_seconds = 0 OR s.last_activity_at + s.idle_timeout_seconds * interval '1 second' >= m.now)
       AND (m.expected_seq IS NULL OR s.seq = m.expected_seq)
       AND (m.owner_id IS NULL OR s.user_id = m.owner_id)
     RETURNING m.*, s.seq, s.user_id, s.platform
   ), added AS (
     INSERT INTO message (id, session_id, seq, role, content, parts, platform, external_id, metadata, created_at)
     SELECT id, session_id, seq, role, content, parts::json, coalesce(message_platform, platform), external_id, metadata::json, created_at
     FROM head
   ), keyed AS (
     INSERT INTO idempotency (caller, key, operation, fingerprint, record, created_at)
     SELECT caller, key, 'addMessage', fingerprint, json_build_array(id), now FROM head WHERE key IS NOT NULL
   ), logged AS (
     ${insertEventRows('head')}
   ), audited AS (
     ${insertAuditOf(`SELECT audit_id AS id, now AS at, actor_kind, actor_id, actor_name, 'addMessage' AS action, session_id::text AS target,
       json_build_object('messageId', id, 'seq', seq) AS details, request_id FROM head`)}
   )
   SELECT id, session_id AS "sessionId", seq, coalesce(message_platform, platform) AS platform FROM head`,
);

/** How many messages one statement appends, and how long one of them may be, in UTF-16 units: nobody waits for a big one. */
const TOGETHER_MAX = 32;
const LENGTH_MAX = 16_384;

/** What is going to be appended together, by session; and where each message stands once it has been. */
interface Batch {
  readonly appends: Map<string, Append>;
  readonly placed: Promise<ReadonlyMap<string, MessagePlace>>;
}

export class AppendGatherer {
  private open: Batch | null = null;

  constructor(private readonly changes: Changes) {}

  /**
   * Appends together with what else arrives in this turn of the event loop. Null where nothing came of it, be it that nothing else
   * arrived, or that this one has to go alone: then nothing was changed.
   *
   * @throws OutcomeUnknownError and DomainError `UNAVAILABLE`, `STORAGE_FULL`, for all that went together.
   */
  async append(append: Append): Promise<MessagePlace | null> {
    if (!isPlain(append)) return null;
    if (!this.open || this.open.appends.size === TOGETHER_MAX) this.open = this.openBatch();
    const { appends, placed } = this.open;
    if (appends.has(append.sessionId)) return null;
    appends.set(append.sessionId, append);
    return (await placed).get(append.id) ?? null;
  }

  private openBatch(): Batch {
    const appends = new Map<string, Append>();
    const arrived = new Promise<void>((resolve) => setImmediate(resolve));
    const placed = arrived.then(() => {
      // A full one is not open any more.
      if (this.open?.appends === appends) this.open = null;
      // What one of the callers has read by now is none of the others' business.
      return underAllowance(() => this.run([...appends.values()]));
    });
    return { appends, placed };
  }

  private async run(appends: readonly Append[]): Promise<ReadonlyMap<string, MessagePlace>> {
    if (appends.length === 1) return new Map();
    try {
      const rows = JSON.stringify(appends.map(rowOf));
      const places = await this.changes.runStatement<MessagePlace>(APPEND_TOGETHER, [rows]);
      return new Map(places.map((place) => [place.id, place]));
    } catch (err) {
      if (err instanceof OutcomeUnknownError || err instanceof DomainError) throw err;
      // The statement is all or nothing: what is wrong with one (it was there already) must not be the others' trouble.
      return new Map();
    }
  }
}

/** Whether it can go with others: a speaker would have to be looked up, and a long text would keep the others waiting. */
const isPlain = ({ message: { participantId, content, parts, metadata } }: Append): boolean =>
  participantId === null && content.length + (parts?.length ?? 0) + metadata.length <= LENGTH_MAX;

const rowOf = ({ id, sessionId, message, expectedSeq, claim, trace, auditId }: Append): object => ({
  id,
  session_id: sessionId,
  role: message.role,
  content: message.content,
  parts: message.parts,
  message_platform: message.platform,
  external_id: message.externalId,
  metadata: message.metadata,
  created_at: message.createdAt,
  now: trace.now,
  expected_seq: expectedSeq,
  caller: claim?.caller,
  key: claim?.key,
  fingerprint: claim?.fingerprint,
  owner_id: trace.actor.userId,
  audit_id: auditId,
  ...eventRow(trace, { type: 'MESSAGE_ADDED', payload: payloadOf(id, message) }),
});
