import { isUtf8 } from 'node:buffer';
import { badInput } from '../core/errors.js';
import { parseJson } from '../core/json.js';
import { isExactInteger } from '../core/scalars.js';

/** Sixteen digits in a row are the least that a double may fail to hold; exponents can go beyond it with fewer. */
const SUSPICIOUS = /\d{16}|\d[eE]\+?\d{2}/;
const INTEGER = /^-?\d+$/;

/**
 * Reads a JSON body so that nothing in it is silently another thing afterwards: bytes that are no UTF-8 and numbers that JavaScript
 * cannot hold are refused.
 *
 * @throws DomainError `BAD_USER_INPUT`.
 */
export function parseBody(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw badInput('body', 'The body is not UTF-8.');
  return parseExactly('body', bytes.toString('utf8'));
}

/**
 * Reads JSON text as `parseBody` does.
 *
 * @throws DomainError `BAD_USER_INPUT`.
 */
export function parseExactly(field: string, text: string): unknown {
  try {
    const value = parseJson(text);
    if (SUSPICIOUS.test(text)) assertExact(field, text);
    return value;
  } catch (err) {
    throw err instanceof SyntaxError ? badInput(field, `The ${field} is not JSON: ${err.message}.`) : err;
  }
}

/** Every string and every number of a JSON text, as they are written. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

// Looks at the text rather than calls a reviver: that one is called recursively, and once for each of a million values.
function assertExact(field: string, text: string): void {
  for (const [token] of text.matchAll(STRING_OR_NUMBER)) {
    if (token.startsWith('"') || !SUSPICIOUS.test(token)) continue;
    if (!Number.isFinite(Number(token)) || (INTEGER.test(token) && !isExactInteger(token)))
      throw badInput(field, `The number ${token.slice(0, 40)} cannot be kept exactly; send it as a string.`);
  }
}
