import { MessageRole, nameOf } from '@foyer/types/enums';
import { LIMITS } from '@foyer/types/limits';
import { badInput } from '../core/errors.js';
import { parseJson, type Json, type JsonObject } from '../core/json.js';
import { assertBytes, assertFilled, assertPattern, encodeJson, encodeObject } from '../core/text.js';
import type { MessageRecord } from './message.entity.js';

/*
 * What a message must look like before it is appended.
 */

export interface NewMessage {
  readonly role: MessageRole;
  readonly content: string;
  readonly parts?: Json | null;
  readonly platform?: string | null;
  readonly externalId?: string | null;
  readonly participantId?: string | null;
  readonly metadata?: Json | null;
  readonly at?: Date | null;
}

/** A message in the form in which it is stored. */
export interface EncodedMessage {
  readonly role: MessageRole;
  readonly content: string;
  readonly parts: string | null;
  /** The session's own where null. */
  readonly platform: string | null;
  readonly externalId: string | null;
  readonly participantId: string | null;
  readonly metadata: string;
  readonly createdAt: Date;
}

/**
 * Checks and encodes a message (M6). `field` is its place in the input.
 *
 * @throws DomainError `BAD_USER_INPUT`, `PAYLOAD_TOO_LARGE`.
 */
export function encodeMessage(field: string, message: NewMessage, now: Date): EncodedMessage {
  const { content, parts = null, platform = null, externalId = null, participantId = null, at = null } = message;
  assertBytes(`${field}.content`, content);
  if (content === '' && parts === null)
    throw badInput(`${field}.content`, 'An empty content is allowed only with parts.');
  if (platform !== null) assertPattern(`${field}.platform`, platform, LIMITS.platformPattern);
  if (externalId !== null) assertFilled(`${field}.externalId`, externalId);
  if (at !== null && at > now) throw badInput(`${field}.at`, 'A message cannot have been said in the future.');
  return {
    role: message.role,
    content,
    parts: parts === null ? null : encodeJson(`${field}.parts`, parts),
    platform,
    externalId,
    // Ids are shown in lower case, and taken in either.
    participantId: participantId?.toLowerCase() ?? null,
    metadata: encodeObject(`${field}.metadata`, message.metadata),
    createdAt: at ?? now,
  };
}

/** What the event of a message tells: ids and role, never content, so that what is redacted is gone for good (E3). */
export const payloadOf = (messageId: string, { role, externalId }: EncodedMessage): JsonObject => ({
  messageId,
  role: nameOf(MessageRole, role),
  ...(externalId === null ? {} : { externalId }),
});

const SEARCH_PART = /(-?)(?:"([^"]*)"|([^\s"]+))/g;
const SEARCH_WORD = /[^\s!-/:-@[-`{-~]+/g;

/**
 * What is looked for, in the form in which messages are kept for it (`message_words`): without ASCII punctuation. What that leaves
 * of one word, such as an address, is looked for as a phrase. Quotes, `or` and the minus before a word keep their meaning.
 */
export function searchText(query: string): string {
  const parts = [...query.matchAll(SEARCH_PART)].map(([, minus = '', phrase, word]) => {
    const words = (phrase ?? word ?? '').match(SEARCH_WORD) ?? [];
    if (words.length === 0) return '';
    return phrase === undefined && words.length === 1 ? `${minus}${words[0]}` : `${minus}"${words.join(' ')}"`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** Where an appended message stands. */
export interface MessagePlace {
  readonly id: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly platform: string;
}

/** The message as it is read back, without reading it back. */
export const recordOf = (place: MessagePlace, message: EncodedMessage): MessageRecord => ({
  ...message,
  ...place,
  parts: message.parts === null ? null : parseJson(message.parts),
  metadata: parseJson(message.metadata) as JsonObject,
  redactedAt: null,
});
