import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { LIMITS } from '@foyer/types/limits';
import { writeInstant } from './instant.js';
import type { Json } from './json.js';
import { textFault } from './text.js';

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * An instant from RFC 3339 text (RFC 3339 §5.6), to the millisecond; finer digits are cut off.
 *
 * @throws GraphQLError `BAD_USER_INPUT` for what is no such text, or no such day (`2026-02-30`).
 */
export function parseInstant(text: unknown): Date {
  const match = typeof text === 'string' ? RFC3339.exec(text) : null;
  if (!match) return refuse(`DateTime must be RFC 3339 text such as 2026-01-31T12:00:00.000Z.`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const millis = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = match[8] === undefined ? 0 : (match[8] === '-' ? -1 : 1) * (Number(match[9]) * 60 + Number(match[10]));
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second, millis);
  const real =
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59 &&
    Number(match[9] ?? 0) <= 23 &&
    Number(match[10] ?? 0) <= 59;
  const instant = new Date(local.getTime() - offset * 60_000);
  if (!real || year < 1 || instant.getUTCFullYear() < 1 || instant.getUTCFullYear() > 9999)
    return refuse(`DateTime ${text as string} does not exist.`);
  return instant;
}

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 text in UTC, to the millisecond. Input with any offset is accepted.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => (value instanceof Date ? writeInstant(value) : refuse('DateTime must be an instant.')),
  parseValue: parseInstant,
  parseLiteral: (node) => (node.kind === Kind.STRING ? parseInstant(node.value) : refuse('DateTime must be a string.')),
});

/** Values that passed: one request has the same one looked at more than once. */
const checked = new WeakSet<object>();

/**
 * Checks a JSON value as it came in: texts that can be stored, finite numbers, and no more levels than `LIMITS.jsonDepthMax`.
 * Walks without recursion, since the depth is the sender's choice.
 */
export function checkJson(root: unknown): Json {
  if (typeof root !== 'object' || root === null) return checkTree(root);
  if (!checked.has(root)) {
    checkTree(root);
    checked.add(root);
  }
  return root as Json;
}

function checkTree(root: unknown): Json {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') checkText(value);
    else if (typeof value === 'number' && !Number.isFinite(value)) refuse('JSON numbers must be finite.');
    else if (typeof value === 'object' && value !== null) {
      if (depth > LIMITS.jsonDepthMax) refuse(`JSON may have at most ${LIMITS.jsonDepthMax} levels.`);
      if (!Array.isArray(value)) Object.keys(value).forEach(checkText);
      for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
    }
  }
  return root as Json;
}

function checkText(text: string): void {
  const fault = textFault(text);
  if (fault) refuse(`JSON text ${fault}.`);
}

/** Whether a whole number comes back as it was written, though it is a double in between: with all its digits. */
export const isExactInteger = (digits: string): boolean => {
  const value = Number(digits);
  return Number.isFinite(value) && wholeOf(String(value)) === BigInt(digits);
};

/** The whole number that JavaScript's text of one stands for; from 10^21 on it is written as `1.5e+21`. */
function wholeOf(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.split('e+');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return BigInt(whole + fraction.padEnd(Number(exponent), '0'));
}

// As deep as the parser could go, which is recursive itself; how deep a value may be, `checkJson` says.
function literalToJson(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
      if (!isExactInteger(node.value)) refuse(`The number ${node.value} cannot be kept exactly; send it as a string.`);
      return Number(node.value);
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((item) => literalToJson(item, variables));
    case Kind.OBJECT:
      // fromEntries defines each key as its own property, `__proto__` as well.
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalToJson(value, variables)]));
    case Kind.VARIABLE:
      return variables[node.name.value] ?? null;
    default:
      return refuse('JSON has no enum values; write a string.');
  }
}

export const JsonScalar = new GraphQLScalarType<Json, Json>({
  name: 'JSON',
  description:
    'Any JSON value. Keys are kept as written (`__proto__` is just a key). U+0000 is refused with BAD_USER_INPUT.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value as Json,
  parseValue: checkJson,
  parseLiteral: (node, variables) => checkJson(literalToJson(node, variables ?? {})),
});

export const CursorScalar = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'Opaque place in a list or in the event feed. `after` is exclusive: it starts behind the place.',
  serialize: (value) => value as string,
  parseValue: (value) => (typeof value === 'string' ? value : refuse('Cursor must be a string.')),
  parseLiteral: (node) => (node.kind === Kind.STRING ? node.value : refuse('Cursor must be a string.')),
});
