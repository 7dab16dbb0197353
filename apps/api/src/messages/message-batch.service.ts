import type { Change } from '../core/change.js';
import { query, statement } from '../core/database.js';
import { invariant, notFound } from '../core/errors.js';
import { isId } from '../core/ids.js';
import { appendToSession } from '../events/event.service.js';
import type { SessionHead } from '../sessions/session.entity.js';
import { assertSeq, assertTakes } from '../sessions/session.rules.js';
import { lockSession } from '../sessions/session-head.service.js';
import { MESSAGE_COLUMNS, type MessageRecord } from './message.entity.js';
import { payloadOf, recordOf, type EncodedMessage } from './message.rules.js';

/*
 * Appending in a transaction that somebody else owns: any number of messages of one session, all or none, in order.
 */

const FIND_EXTERNAL = statement(
  'message.find-external',
  `SELECT ${MESSAGE_COLUMNS} FROM message m WHERE m.session_id = $1 AND m.external_id = ANY($2)`,
);
const FIND_PARTICIPANTS = statement(
  'message.find-participants',
  'SELECT id FROM participant WHERE session_id = $1 AND id = ANY($2)',
);
const ADD_COUNT = statement('session.add-count', 'UPDATE session SET message_count = message_count + $2 WHERE id = $1');
const INSERT = statement(
  'message.insert',
  `INSERT INTO message (id, session_id, seq, role, content, parts, platform, external_id, participant_id, metadata, created_at)
   SELECT id, $1, $2 + n - 1, role, content, parts, coalesce(platform, $3), external_id, participant_id, metadata, created_at
   FROM unnest($4::uuid[], $5::text[], $6::text[], $7::json[], $8::text[], $9::text[], $10::uuid[], $11::json[], $12::timestamptz[])
     WITH ORDINALITY AS m(id, role, content, parts, platform, external_id, participant_id, metadata, created_at, n)`,
);

/** Where a message of the call is found afterwards: it was there already, or it is the n-th of those that are added. */
type Slot = { readonly known: MessageRecord } | { readonly added: number };

/**
 * Appends messages in the caller's transaction and gives them in order, those that were there already among them (M3).
 *
 * @throws DomainError `NOT_FOUND`, `SESSION_ENDED`, `SESSION_PAUSED`, `VERSION_CONFLICT`.
 */
export async function appendMessages(
  change: Change,
  sessionId: string,
  messages: readonly EncodedMessage[],
  expectedSeq: number | null,
): Promise<MessageRecord[]> {
  const head = await lockSession(change, sessionId);
  if (!head) throw notFound('Session', sessionId);
  const { fresh, slots } = sortOut(messages, await findExternal(change, sessionId, messages));
  // Where all are there already nothing is written, and so nothing can stand in the way of the answer.
  if (fresh.length > 0 || messages.length === 0) {
    assertTakes(head, 'messages');
    assertSeq(head, expectedSeq);
    await assertParticipants(change, sessionId, fresh);
  }
  const added = fresh.length > 0 ? await insertMessages(change, head, fresh) : [];
  return slots.map((slot) => {
    const record = 'known' in slot ? slot.known : added[slot.added];
    invariant(record, 'each message was there or has been added');
    return record;
  });
}

async function findExternal(
  change: Change,
  sessionId: string,
  messages: readonly EncodedMessage[],
): Promise<Map<string | null, MessageRecord>> {
  const externalIds = messages.map(({ externalId }) => externalId).filter((id) => id !== null);
  if (externalIds.length === 0) return new Map();
  const found = await query<MessageRecord>(change.em, FIND_EXTERNAL, [sessionId, externalIds]);
  return new Map(found.map((message) => [message.externalId, message]));
}

/** Which messages are new, and where each is found afterwards; an external id that comes twice counts once. */
function sortOut(
  messages: readonly EncodedMessage[],
  existing: ReadonlyMap<string | null, MessageRecord>,
): { fresh: readonly EncodedMessage[]; slots: readonly Slot[] } {
  const fresh: EncodedMessage[] = [];
  const places = new Map<string, Slot>();
  const slots = messages.map((message): Slot => {
    const { externalId } = message;
    const known = existing.get(externalId);
    const slot = known ? { known } : (places.get(externalId ?? '') ?? { added: fresh.push(message) - 1 });
    if (externalId !== null) places.set(externalId, slot);
    return slot;
  });
  return { fresh, slots };
}

async function assertParticipants(
  change: Change,
  sessionId: string,
  messages: readonly EncodedMessage[],
): Promise<void> {
  const ids = new Set(messages.map(({ participantId }) => participantId).filter((id) => id !== null));
  if (ids.size === 0) return;
  const found = await query<{ id: string }>(change.em, FIND_PARTICIPANTS, [sessionId, [...ids].filter(isId)]);
  for (const { id } of found) ids.delete(id);
  const [unknown] = ids;
  if (unknown !== undefined) throw notFound('Participant', unknown);
}

async function insertMessages(
  change: Change,
  head: SessionHead,
  messages: readonly EncodedMessage[],
): Promise<MessageRecord[]> {
  const fresh = messages.map((message) => ({ id: change.ids.next(), message }));
  const events = fresh.map(({ id, message }) => ({ type: 'MESSAGE_ADDED' as const, payload: payloadOf(id, message) }));
  const first = await appendToSession(change, head.id, events);
  const column = <Value>(valueOf: (message: EncodedMessage) => Value): Value[] => messages.map(valueOf);
  await query(change.em, INSERT, [
    head.id,
    first,
    head.platform,
    fresh.map(({ id }) => id),
    column(({ role }) => role),
    column(({ content }) => content),
    column(({ parts }) => parts),
    column(({ platform }) => platform),
    column(({ externalId }) => externalId),
    column(({ participantId }) => participantId),
    column(({ metadata }) => metadata),
    column(({ createdAt }) => createdAt),
  ]);
  await query(change.em, ADD_COUNT, [head.id, fresh.length]);
  return fresh.map(({ id, message }, at) =>
    recordOf({ id, sessionId: head.id, seq: first + at, platform: message.platform ?? head.platform }, message),
  );
}
