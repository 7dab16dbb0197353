import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/*
 * Every place of a schema where a caller can put a value, found by walking it, each with a document that reaches it.
 */

export interface InputPlace {
  /** Such as `addMessage input.message.content`. */
  readonly name: string;
  readonly isMutation: boolean;
  readonly document: string;
  /** The way to the value in the variables. */
  readonly path: readonly string[];
  /** The type of the value, without list and non-null. */
  readonly type: GraphQLNamedInputType;
  readonly isList: boolean;
  /** The arguments of the document; `plausibleInput` fills them. */
  readonly args: readonly GraphQLArgument[];
}

/** Where fields with arguments are reached from, for the types that are not the root: `$root` is an id. */
const WAYS: Readonly<Record<string, string>> = {
  Session: 'session(id: $root)',
  User: 'user(ref: { id: $root })',
};

export function inputPlaces(schema: GraphQLSchema): InputPlace[] {
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getType('Session'), schema.getType('User')];
  return types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()).flatMap((field) => placesOf(type, field)));
}

function placesOf(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): InputPlace[] {
  const document = documentFor(parent, field);
  const isMutation = parent.name === 'Mutation';
  const found: InputPlace[] = [];
  const walk = (type: GraphQLInputType, path: readonly string[]): void => {
    const named = getNamedType(type);
    const isList = isListType(isNonNullType(type) ? type.ofType : type);
    found.push({ name: `${parent.name}.${field.name} ${path.join('.')}`, isMutation, document, path, type: named, isList, args: field.args });
    if (isInputObjectType(named))
      for (const { name, type: below } of Object.values(named.getFields())) walk(below, [...path, ...(isList ? ['0'] : []), name]);
  };
  for (const { name, type } of field.args) walk(type, [name]);
  return found;
}

function documentFor(parent: GraphQLObjectType, { name, args, type }: GraphQLField<unknown, unknown>): string {
  const way = WAYS[parent.name];
  const definitions = args.map((arg) => `$${arg.name}: ${String(arg.type)}`);
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const call = `${name}${given ? `(${given})` : ''} ${selectionOf(getNamedType(type))}`;
  const all = [...(way ? ['$root: ID!'] : []), ...definitions].join(', ');
  return `${parent.name === 'Mutation' ? 'mutation' : 'query'}${all ? ` (${all})` : ''} { ${way ? `${way} { ${call} }` : call} }`;
}

function selectionOf(type: unknown): string {
  if (!isObjectType(type)) return '';
  return 'totalCount' in type.getFields() ? '{ totalCount nodes { __typename } pageInfo { endCursor } }' : '{ __typename }';
}

/** Values for the names that inputs have; what is not named here gets a value of its type. */
export type Names = Readonly<Record<string, unknown>>;

/** What must be given for the place to be looked at, and what its names suggest; no more. */
export function plausibleInput({ args, path }: InputPlace, names: Names): Record<string, unknown> {
  const variables: Record<string, unknown> = { root: names['root'] };
  for (const { name, type } of args) if (isNonNullType(type) || name === path[0]) variables[name] = plausible(type, name, path.slice(1), names);
  return variables;
}

function plausible(type: GraphQLInputType, name: string, way: readonly string[], names: Names): unknown {
  if (isNonNullType(type)) return plausible(type.ofType, name, way, names);
  if (isListType(type)) return [plausible(type.ofType, name, way[0] === '0' ? way.slice(1) : way, names)];
  if (!isInputObjectType(type)) return name in names ? names[name] : SAMPLES[type.name];
  const fields = Object.values(type.getFields()).filter(
    (field) => isNonNullType(field.type) || field.name === way[0] || (way.length === 0 && name === 'user' && field.name === 'id'),
  );
  return Object.fromEntries(fields.map((field) => [field.name, plausible(field.type, field.name, field.name === way[0] ? way.slice(1) : [], names)]));
}

const SAMPLES: Readonly<Record<string, unknown>> = {
  String: 'text',
  ID: '01900000-0000-7000-8000-000000000000',
  Int: 1,
  Float: 0.5,
  Boolean: false,
  JSON: { a: 1 },
  DateTime: '2026-01-31T12:00:00.000Z',
  Cursor: 'bm90aGluZw',
  MessageRole: 'USER',
  TaskStatus: 'PENDING',
  ParticipantKind: 'HUMAN',
  VariableScope: 'SESSION',
};

/** The variables with another value at the place. */
export function put(variables: Readonly<Record<string, unknown>>, path: readonly string[], value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path;
  const below = variables[key];
  if (rest.length === 0) return { ...variables, [key]: value };
  if (Array.isArray(below) && rest[0] === '0')
    return { ...variables, [key]: rest.length === 1 ? [value] : [put(below[0] as Record<string, unknown>, rest.slice(1), value)] };
  return { ...variables, [key]: put((below ?? {}) as Record<string, unknown>, rest, value) };
}
