import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Source of ids and secrets; taken as an argument where a test wants to know them beforehand. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): sorts by the time of its making, and by order of making within one process. */
  next(): string;
}

export const systemIds: Ids = { next: () => v7() };

/** 256 random bits, base64url. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text could be an id at all. What is no UUID is the id of nothing, not an error. */
export const isId = (text: string): boolean => UUID_PATTERN.test(text);
