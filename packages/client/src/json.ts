/**
 * Any JSON value, as it came over the wire: look before you use it. Keys are kept as written, `__proto__` among them.
 *
 * What is sent must survive `JSON.stringify`: an `undefined` member disappears, a `Date` turns into text.
 */
export type Json = unknown;
