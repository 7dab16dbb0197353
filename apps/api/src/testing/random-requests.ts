import fc from 'fast-check';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A document with its variables. */
export interface RandomRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Values that are worth trying, by the name of their type; beside them come random ones. */
export type Pool = Readonly<Record<string, readonly unknown[]>>;

/** Documents that a schema allows, with arguments of which most fit their types and some do not. */
export function randomRequests(schema: GraphQLSchema, pool: Pool): fc.Arbitrary<RandomRequest> {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
  return fc.oneof(
    ...roots.map((root) =>
      fc.array(callOf(root, pool, 4), { minLength: 1, maxLength: 3 }).map((calls) => requestOf(root, calls)),
    ),
  );
}

interface Call {
  readonly text: (rename: (name: string) => string) => string;
  readonly given: readonly Given[];
}
interface Given {
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
}

function requestOf(root: GraphQLObjectType, calls: readonly Call[]): RandomRequest {
  const definitions: string[] = [];
  const variables: Record<string, unknown> = {};
  const texts = calls.map(({ text, given }, at) => {
    const rename = (name: string): string => `v${at}_${name}`;
    for (const { name, type, value } of given) {
      definitions.push(`$${rename(name)}: ${type}`);
      variables[rename(name)] = value;
    }
    return `a${at}: ${text(rename)}`;
  });
  const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  return { query: `${root.name.toLowerCase()} Q${head} { ${texts.join(' ')} }`, variables };
}

function callOf(parent: GraphQLObjectType, pool: Pool, depth: number): fc.Arbitrary<Call> {
  const fields = Object.values(parent.getFields()).filter(({ type }) => depth > 0 || !isObjectType(getNamedType(type)));
  return fc.constantFrom(...fields).chain((field) => fieldCall(field, pool, depth));
}

function fieldCall(field: GraphQLField<unknown, unknown>, pool: Pool, depth: number): fc.Arbitrary<Call> {
  const type = getNamedType(field.type);
  const args = fc.record(
    Object.fromEntries(field.args.map((arg) => [arg.name, fc.tuple(valueOf(arg.type, pool), fc.boolean())])),
    { requiredKeys: field.args.filter((arg) => isNonNullType(arg.type)).map(({ name }) => name) },
  );
  const below = isObjectType(type) ? selectionOf(type, pool, depth - 1) : fc.constant(null);
  return fc.tuple(args, below).map(([values, inside]) => {
    const chosen = field.args.filter(({ name }) => name in values);
    // Names of variables would have to differ between levels; below the first, arguments are literals.
    const given = depth === 4 ? chosen.filter(({ name }) => values[name]?.[1]) : [];
    const text = (rename: (name: string) => string): string => {
      const parts = chosen.map(
        (arg) =>
          `${arg.name}: ${given.includes(arg) ? `$${rename(arg.name)}` : literalOf(values[arg.name]?.[0], arg.type)}`,
      );
      return `${field.name}${parts.length > 0 ? `(${parts.join(', ')})` : ''} ${inside ?? ''}`;
    };
    return {
      text,
      given: given.map(({ name, type: argType }) => ({ name, type: String(argType), value: values[name]?.[0] })),
    };
  });
}

const selectionOf = (type: GraphQLObjectType, pool: Pool, depth: number): fc.Arbitrary<string> =>
  fc
    .array(callOf(type, pool, depth), { minLength: 0, maxLength: 3 })
    .map((calls) => `{ __typename ${calls.map(({ text }, at) => `b${at}: ${text((name) => name)}`).join(' ')} }`);

/** Values of which most fit the type. */
export function valueOf(type: GraphQLInputType, pool: Pool): fc.Arbitrary<unknown> {
  if (isNonNullType(type))
    return fc.oneof({ weight: 30, arbitrary: valueOf(type.ofType, pool) }, { weight: 1, arbitrary: fc.constant(null) });
  if (isListType(type)) return fc.array(valueOf(type.ofType, pool), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name), 'NOTHING');
  if (!isInputObjectType(type)) return scalarOf(type.name, pool);
  const fields = Object.values(type.getFields());
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, pool)])), {
    requiredKeys: fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name),
  });
}

function scalarOf(name: string, pool: Pool): fc.Arbitrary<unknown> {
  const known = fc.constantFrom(...(pool[name] ?? [null]));
  return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: WILD[name] ?? known });
}

const WILD: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: fc.string({ unit: 'binary', maxLength: 40 }),
  ID: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.uuid()),
  Int: fc.oneof(fc.integer(), fc.double()),
  Float: fc.double({ noNaN: true, noDefaultInfinity: true }),
  Boolean: fc.boolean(),
  JSON: fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
  DateTime: fc.oneof(fc.date({ noInvalidDate: true }).map(String), fc.string()),
  Cursor: fc.base64String(),
};

/** A value as it is written in a document. */
function literalOf(value: unknown, type: GraphQLInputType | null): string {
  if (isNonNullType(type)) return literalOf(value, type.ofType);
  if (Array.isArray(value))
    return `[${value.map((item) => literalOf(item, isListType(type) ? (type.ofType as GraphQLInputType) : null)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(type) ? type.getFields() : {};
    const entries = Object.entries(value).filter(([key]) => /^[A-Za-z_]\w*$/.test(key));
    return `{ ${entries.map(([key, item]) => `${key}: ${literalOf(item, fields[key]?.type ?? null)}`).join(', ')} }`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
