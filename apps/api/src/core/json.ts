/** Any JSON value, as `JSON.parse` gives it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

export const isJsonObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Size of a text in UTF-8 bytes. */
export const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/** Whether an object's key is written with an escape. Looks at keys only where there is any escape at all. */
function hasEscapedKey(text: string): boolean {
  if (!text.includes('\\')) return false;
  for (const [string, colon] of text.matchAll(STRING)) if (colon !== undefined && string.includes('\\')) return true;
  return false;
}

/**
 * Reads JSON as `JSON.parse` should: V8 takes a key that is written with an escape for another one, `"\n"` for `"\\"`, once it has
 * seen that one at the same place of any object (nodejs/node#63785). Texts with such keys are read without it.
 *
 * @throws SyntaxError for what is no JSON.
 */
export function parseJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  return hasEscapedKey(text) ? readTokens(text) : value;
}

/** A list or object under way; `key` is the one whose value comes next. */
interface Open {
  readonly items: Json[] | null;
  readonly fields: Record<string, Json>;
  key: string | null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const BETWEEN = new Set([0x2c, 0x3a]);
const BRACKETS = new Set([0x5b, 0x5d, 0x7b, 0x7d]);

// The text is known to be JSON, so commas and colons tell nothing new. Depth is the sender's choice, so there is no recursion.
function readTokens(text: string): Json {
  const open: Open[] = [];
  let last: Json = null;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code <= SPACE || BETWEEN.has(code)) {
      at++;
      continue;
    }
    const end = tokenEnd(text, at, code);
    const token = text.slice(at, end);
    at = end;
    const inner = open.at(-1);
    if (token === '[' || token === '{') {
      open.push({ items: token === '[' ? [] : null, fields: {}, key: null });
    } else if (inner && inner.items === null && inner.key === null && token !== '}') {
      inner.key = textOf(token);
    } else {
      last = token === ']' || token === '}' ? closed(open.pop()) : valueOf(token, code);
      addTo(open.at(-1), last);
    }
  }
  return last;
}

function tokenEnd(text: string, start: number, first: number): number {
  if (BRACKETS.has(first)) return start + 1;
  let at = start + 1;
  if (first === QUOTE) {
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) at += code === BACKSLASH ? 2 : 1;
    return at + 1;
  }
  while (at < text.length && !isEnd(text.charCodeAt(at))) at++;
  return at;
}

const isEnd = (code: number): boolean => code <= SPACE || BETWEEN.has(code) || BRACKETS.has(code);

/** Escapes are read by the platform, of which the value of a text alone can be believed. */
const textOf = (token: string): string => (token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1));

const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function valueOf(token: string, first: number): Json {
  if (first === QUOTE) return textOf(token);
  return WORDS[token] ?? (token === 'null' ? null : Number(token));
}

const closed = (open: Open | undefined): Json => open?.items ?? open?.fields ?? null;

function addTo(open: Open | undefined, value: Json): void {
  if (open?.items) open.items.push(value);
  else if (open && open.key !== null) {
    setOwn(open.fields, open.key, value);
    open.key = null;
  }
}

/** Sets a property of the object's own, `__proto__` as well. */
function setOwn(fields: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  } else fields[key] = value;
}
