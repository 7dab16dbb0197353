import { LIMITS } from '@foyer/types/limits';
import { auditIdFor, insertAuditOf } from '../access/audit.service.js';
import { OutcomeUnknownError, type Changes } from '../core/change.js';
import type { Call } from '../core/context.js';
import { isUniqueViolation, query, statement } from '../core/database.js';
import { badInput, invariant, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { assertRange } from '../core/text.js';
import { eventValues, insertEventOf } from '../events/event.service.js';
import { MESSAGE_COLUMNS, type MessageRecord } from './message.entity.js';
import {
  encodeMessage,
  payloadOf,
  recordOf,
  type EncodedMessage,
  type MessagePlace,
  type NewMessage,
} from './message.rules.js';
import { appendMessages } from './message-batch.service.js';
import { AppendGatherer, type Append } from './message-gather.service.js';

/*
 * Appending. Order is the seq that the session's row gives out under its lock, so parallel appends all succeed and none is lost
 * (M2); nothing of the history is read or rewritten, so the millionth costs what the first costs (M1).
 */

export interface AddMessage {
  readonly sessionId: string;
  readonly message: NewMessage;
  readonly expectedSeq?: number | null;
  readonly idempotencyKey?: string | null;
}

export interface AddMessages {
  readonly sessionId: string;
  readonly messages: readonly NewMessage[];
  readonly expectedSeq?: number | null;
  readonly idempotencyKey?: string | null;
}

// The usual append is one statement, and so one round trip. It moves the head where the session is there, active by the clock, at
// the expected seq, and knows neither the external id nor the idempotency key yet; where any of that fails it does nothing, and
// the way through a transaction finds out why. Two that race with one external id or key meet at a unique index: the loser changes
// nothing, and goes that way too.
const APPEND_ONE = statement(
  'message.append-one',
  `WITH head AS (
     UPDATE session s SET seq = s.seq + 1, message_count = s.message_count + 1, last_activity_at = greatest(s.last_activity_at, $2)
     WHERE s.id = $1 AND s.status = 'active'
       AND (s.idle_timeout_seconds = 0 OR s.last_activity_at + s.idle_timeout_seconds * interval '1 second' >= $2)
       AND ($3::integer IS NULL OR s.seq = $3)
       AND ($26::uuid IS NULL OR s.user_id = $26)
       AND ($10::text IS NULL OR NOT EXISTS (SELECT FROM message WHERE session_id = $1 AND external_id = $10))
       AND ($11::uuid IS NULL OR EXISTS (SELECT FROM participant WHERE id = $11 AND session_id = $1))
       AND ($14::text IS NULL OR NOT EXISTS (SELECT FROM idempotency WHERE caller = $15 AND key = $14))
     RETURNING s.id, s.seq, s.user_id, s.platform
   ), added AS (
     INSERT INTO message (id, session_id, seq, role, content, parts, platform, external_id, participant_id, metadata, created_at)
     SELECT $4, id, seq, $5, $6, $7, coalesce($9, platform), $10, $11, $8, $12 FROM head
   ), keyed AS (
     INSERT INTO idempotency (caller, key, operation, fingerprint, record, created_at)
     SELECT $15, $14, 'addMessage', $16, $13, $2 FROM head WHERE $14::text IS NOT NULL
   ), logged AS (
     ${insertEventOf('head', 17)}
   ), audited AS (
     ${insertAuditOf(`SELECT $27::uuid AS id, $2::timestamptz AS at, $19::text AS actor_kind, $20::text AS actor_id, $21::text AS actor_name,
       'addMessage' AS action, id::text AS target, json_build_object('messageId', $4::uuid, 'seq', seq) AS details, $22::text AS request_id
       FROM head`)}
   )
   SELECT id AS "sessionId", seq, coalesce($9, platform) AS platform FROM head`,
);

const FIND_MANY = statement('message.find-many', `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.id = ANY($1)`);
export class MessageAppendService {
  private readonly gatherer: AppendGatherer;

  constructor(private readonly changes: Changes) {
    this.gatherer = new AppendGatherer(changes);
  }

  /**
   * Appends a message. One whose `externalId` is there already is not appended: the first is given, unchanged (M3).
   *
   * @throws DomainError `NOT_FOUND`, `SESSION_ENDED`, `SESSION_PAUSED`, `VERSION_CONFLICT`, `BAD_USER_INPUT`, `PAYLOAD_TOO_LARGE`,
   *   `IDEMPOTENCY_MISMATCH`.
   */
  async addOne(call: Call, input: AddMessage): Promise<MessageRecord> {
    const now = this.changes.clock.now();
    const message = encodeMessage('input.message', input.message, now);
    const added = await this.appendAtOnce(call, input, message, now);
    if (added) return added;
    const [first] = await this.append(call, 'addMessage', input, [message]);
    invariant(first, 'one message in, one message out');
    return first;
  }

  /** As `addOne`, for up to 1,000 messages of one session: all or none, in order. */
  async addMany(call: Call, input: AddMessages): Promise<MessageRecord[]> {
    const { messages } = input;
    if (messages.length > LIMITS.messagesPerCallMax) {
      throw badInput('input.messages', `At most ${LIMITS.messagesPerCallMax} messages in one call.`);
    }
    const now = this.changes.clock.now();
    const encoded = messages.map((message, at) => encodeMessage(`input.messages.${at}`, message, now));
    return this.append(call, 'addMessages', input, encoded);
  }

  private async appendAtOnce(
    call: Call,
    input: AddMessage,
    message: EncodedMessage,
    now: Date,
  ): Promise<MessageRecord | null> {
    if (!isId(input.sessionId) || !isIdOrNull(message.participantId)) return null;
    assertRange('input.expectedSeq', input.expectedSeq, 0, SEQ_MAX);
    const claim = this.changes.claim(call, 'addMessage', input);
    const { actor, requestId, environment } = call;
    const append: Append = {
      id: this.changes.ids.next(),
      sessionId: input.sessionId.toLowerCase(),
      message,
      expectedSeq: input.expectedSeq ?? null,
      claim,
      trace: { actor, requestId, environment, now, stack: ['addMessage'] },
      auditId: auditIdFor(actor, this.changes.ids),
    };
    try {
      const place = (await this.gatherer.append(append)) ?? (await this.appendAlone(append));
      return place && recordOf(place, message);
    } catch (err) {
      // Where a second time would be found out, the other way may look whether there was a first.
      const repeatable = claim !== null || message.externalId !== null;
      if (isUniqueViolation(err) || (repeatable && err instanceof OutcomeUnknownError)) return null;
      throw err;
    }
  }

  private async appendAlone({
    id,
    sessionId,
    message,
    expectedSeq,
    claim,
    trace,
    auditId,
  }: Append): Promise<MessagePlace | null> {
    const values = [
      sessionId,
      trace.now,
      expectedSeq,
      id,
      message.role,
      message.content,
      message.parts,
      message.metadata,
      message.platform,
      message.externalId,
      message.participantId,
      message.createdAt,
      JSON.stringify([id]),
      claim?.key ?? null,
      claim?.caller ?? null,
      claim?.fingerprint ?? null,
      ...eventValues(trace, { type: 'MESSAGE_ADDED', payload: payloadOf(id, message) }),
      trace.actor.userId,
      auditId,
    ];
    const [head] = await this.changes.runStatement<Omit<MessagePlace, 'id'>>(APPEND_ONE, values);
    return head ? { id, ...head } : null;
  }

  private async append(
    call: Call,
    name: string,
    input: {
      readonly sessionId: string;
      readonly expectedSeq?: number | null;
      readonly idempotencyKey?: string | null;
    },
    messages: readonly EncodedMessage[],
  ): Promise<MessageRecord[]> {
    assertRange('input.expectedSeq', input.expectedSeq, 0, SEQ_MAX);
    const replay = (ids: string[]): Promise<MessageRecord[]> => this.findInOrder(ids);
    return this.changes.run(call, { name, input, replay }, async (change) => {
      const value = await appendMessages(change, input.sessionId, messages, input.expectedSeq ?? null);
      return { value, record: value.map(({ id }) => id) };
    });
  }

  private async findInOrder(ids: readonly string[]): Promise<MessageRecord[]> {
    const found = new Map(
      (await query<MessageRecord>(this.changes.em, FIND_MANY, [ids])).map((message) => [message.id, message]),
    );
    return ids.map((id) => {
      const message = found.get(id);
      if (!message) throw notFound('Message', id);
      return message;
    });
  }
}

const SEQ_MAX = 2_147_483_647;

const isIdOrNull = (id: string | null): boolean => id === null || isId(id);
