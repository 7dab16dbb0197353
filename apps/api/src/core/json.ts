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
  readonly entries: [string, Json][];
  key: string | null;
}

const TOKEN = /[[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:[\]{}"]+/g;

// The text is known to be JSON, so commas and colons tell nothing new. Depth is the sender's choice, so there is no recursion.
function readTokens(text: string): Json {
  const open: Open[] = [];
  let last: Json = null;
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (token === '[' || token === '{') {
      open.push({ items: token === '[' ? [] : null, entries: [], key: null });
    } else if (inner && inner.items === null && inner.key === null && token !== '}') {
      inner.key = JSON.parse(token) as string;
    } else {
      last = token === ']' || token === '}' ? closed(open.pop()) : (JSON.parse(token) as Json);
      addTo(open.at(-1), last);
    }
  }
  return last;
}

// fromEntries defines each key as its own property, `__proto__` as well.
const closed = (open: Open | undefined): Json => open?.items ?? Object.fromEntries(open?.entries ?? []);

function addTo(open: Open | undefined, value: Json): void {
  if (open?.items) open.items.push(value);
  else if (open && open.key !== null) {
    open.entries.push([open.key, value]);
    open.key = null;
  }
}
