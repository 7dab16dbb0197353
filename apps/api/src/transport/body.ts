import { isUtf8 } from 'node:buffer';
import { badInput } from '../core/errors.js';
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
  const text = bytes.toString('utf8');
  try {
    return SUSPICIOUS.test(text)
      ? JSON.parse(text, refuseInexact as (key: string, value: unknown) => unknown)
      : JSON.parse(text);
  } catch (err) {
    if (err instanceof SyntaxError) throw badInput('body', `The body is not JSON: ${err.message}.`);
    throw err;
  }
}

/** Looks at numbers as they are written (the third argument of a reviver, ECMAScript 2026), before they are rounded. */
function refuseInexact(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  if (!Number.isFinite(value) || (INTEGER.test(source) && !isExactInteger(source))) {
    throw badInput('body', `The number ${source.slice(0, 40)} cannot be kept exactly; send it as a string.`);
  }
  return value;
}
