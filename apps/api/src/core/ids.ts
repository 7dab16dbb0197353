import { randomBytes, randomUUID } from 'node:crypto';

/** Source of ids and secrets; taken as an argument where a test wants to know them beforehand. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): sorts by the time of its making, and by order of making within one process. */
  next(): string;
}

/** How many ids one millisecond can count (RFC 9562 §6.2, method 1: the 12 bits behind the version are a counter). */
const COUNT_MAX = 0x1000;

/**
 * Ids of this process. A counter keeps those of one millisecond in order; behind it come 62 random bits of Node's own pool, which
 * costs a hundredth of asking the system for each id.
 */
export function createIds(now: () => number = Date.now): Ids {
  let at = 0;
  let count = 0;
  return {
    next() {
      const random = randomUUID();
      const time = now();
      count += 1;
      if (time > at || count === COUNT_MAX) {
        at = Math.max(time, at + 1);
        // From anywhere in the lower half, so that two processes hardly ever count the same.
        count = Number.parseInt(random.slice(0, 3), 16) >> 1;
      }
      const hex = at.toString(16).padStart(12, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7${count.toString(16).padStart(3, '0')}${random.slice(18)}`;
    },
  };
}

export const systemIds: Ids = createIds();

/** 256 random bits. */
export const randomKey = (): Buffer => randomBytes(32);

/** 256 random bits as 43 letters and digits: a double click selects them all. */
export const randomSecret = (): string => toBase62(BigInt(`0x${randomKey().toString('hex')}`), 43);

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A whole number in base 62, of at least `length` digits. */
export function toBase62(number: bigint, length: number): string {
  let digits = '';
  for (let rest = number; rest > 0n; rest /= 62n) digits = `${BASE62[Number(rest % 62n)]}${digits}`;
  return digits.padStart(length, '0');
}

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text could be an id at all. What is no UUID is the id of nothing, not an error. */
export const isId = (text: string): boolean => UUID_PATTERN.test(text);
