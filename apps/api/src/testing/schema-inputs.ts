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
  return types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => placesOf(type, field)));
}

function placesOf(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): InputPlace[] {
  const document = documentFor(parent, field);
  const isMutation = parent.name === 'Mutation';
  const found: InputPlace[] = [];
  const walk = (type: GraphQLInputType, path: readonly string[]): void => {
    const named = getNamedType(type);
    const isList = isListType(isNonNullType(type) ? type.ofType : type);
    found.push({
      name: `${parent.name}.${field.name} ${path.join('.')}`,
      isMutation,
      document,
      path,
      type: named,
      isList,
      args: field.args,
    });
    if (isInputObjectType(named))
      for (const { name, type: below } of Object.values(named.getFields()))
        walk(below, [...path, ...(isList ? ['0'] : []), name]);
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
  return 'totalCount' in type.getFields()
    ? '{ totalCount nodes { __typename } pageInfo { endCursor } }'
    : '{ __typename }';
}

/** What inputs speak of, by the names that they use: sessionId, userId, slug, messageId … */
export type Names = Readonly<Record<string, unknown>>;

/** What must be given for the place to be looked at; no more. */
export function plausibleInput({ args, path, name }: InputPlace, names: Names): Record<string, unknown> {
  const [owner = '', field = ''] = name.split(/[. ]/);
  const own =
    field === 'redactMessage' ? names['messageId'] : field === 'upsertUser' ? names['userId'] : names['sessionId'];
  const all = { ...names, id: own };
  const variables: Record<string, unknown> = { root: owner === 'User' ? names['userId'] : names['sessionId'] };
  for (const arg of args) {
    if (isNonNullType(arg.type) || arg.name === path[0])
      variables[arg.name] = plausible(arg.type, arg.name, path.slice(1), all);
  }
  return variables;
}

function plausible(type: GraphQLInputType, name: string, way: readonly string[], names: Names): unknown {
  if (isNonNullType(type)) return plausible(type.ofType, name, way, names);
  if (isListType(type)) return [plausible(type.ofType, name, way[0] === '0' ? way.slice(1) : way, names)];
  if (!isInputObjectType(type)) return name in names ? names[name] : SAMPLES[type.name];
  const inside = CHOICES[type.name]?.(way, names) ?? {};
  const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || field.name === way[0]);
  const entries = fields.map((field) => {
    const below = field.name === way[0] ? way.slice(1) : [];
    return [field.name, plausible(field.type, field.name, below, names)] as const;
  });
  return { ...inside, ...Object.fromEntries(entries) };
}

/** Inputs that take one thing or another, although no field of theirs must be given. */
const CHOICES: Readonly<Record<string, (way: readonly string[], names: Names) => object>> = {
  UserRef: ([field], { userId }) => (field === undefined ? { id: userId } : {}),
  VariableTarget: ([field], { sessionId, userId }) => {
    if (field === 'user') return { scope: 'USER' };
    return field === 'platform' ? { scope: 'PLATFORM', user: { id: userId } } : { sessionId };
  },
};

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
export function put(
  variables: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [key = '', ...rest] = path;
  const below = variables[key];
  if (rest.length === 0) return { ...variables, [key]: value };
  if (Array.isArray(below) && rest[0] === '0')
    return {
      ...variables,
      [key]: rest.length === 1 ? [value] : [put((below[0] ?? {}) as Record<string, unknown>, rest.slice(1), value)],
    };
  return { ...variables, [key]: put((below ?? {}) as Record<string, unknown>, rest, value) };
}
