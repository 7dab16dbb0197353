import { crc32 } from 'node:zlib';
import { randomSecret, toBase62 } from '../core/ids.js';

/*
 * What an API key looks like: `foyer_sk_`, 43 random letters and digits, and six more that are the CRC-32 of those 43 in base 62.
 * So a leaked one can be told from other text without asking anybody (https://docs.github.com/code-security/secret-scanning does it
 * the same way), and a mistyped one costs no trip to the database.
 */

const SECRET = /^foyer_sk_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** How much of a key may be shown: enough to know it again, not enough to guess it. */
const SHOWN_CHARS = 'foyer_sk_'.length + 6;

export function makeApiKeySecret(): string {
  const random = randomSecret();
  return `foyer_sk_${random}${checksumOf(random)}`;
}

/** Whether the text has the form of a key whose checksum is wrong. Configured keys may have any form. */
export function isMistyped(secret: string): boolean {
  const [, random = '', checksum] = SECRET.exec(secret) ?? [];
  return checksum !== undefined && checksum !== checksumOf(random);
}

export const shownPart = (secret: string): string =>
  secret.slice(0, Math.min(SHOWN_CHARS, Math.ceil(secret.length / 4)));

const checksumOf = (random: string): string => toBase62(BigInt(crc32(random)), 6);
