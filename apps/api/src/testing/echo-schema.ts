import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
} from 'graphql';
import { DateTimeScalar, JsonScalar } from '../core/scalars.js';

const Color = new GraphQLEnumType({ name: 'Color', values: { RED: { value: 'red' }, BLUE: { value: 'blue' } } });

const Leaf = new GraphQLInputObjectType({
  name: 'Leaf',
  fields: {
    number: { type: GraphQLInt, defaultValue: 7 },
    color: { type: Color, defaultValue: 'red' },
    at: { type: DateTimeScalar },
  },
});

// Not one that holds itself: the compiler would write its program without end.
const Inner = new GraphQLInputObjectType({
  name: 'Inner',
  fields: {
    text: { type: GraphQLString },
    number: { type: GraphQLInt, defaultValue: 7 },
    color: { type: Color, defaultValue: 'red' },
    list: { type: new GraphQLList(new GraphQLNonNull(Leaf)) },
    json: { type: JsonScalar },
    at: { type: DateTimeScalar },
  },
});

const args: GraphQLFieldConfigArgumentMap = {
  text: { type: GraphQLString },
  number: { type: GraphQLInt, defaultValue: 3 },
  share: { type: GraphQLFloat },
  flag: { type: GraphQLBoolean, defaultValue: true },
  color: { type: Color },
  inner: { type: Inner },
  list: { type: new GraphQLList(new GraphQLNonNull(GraphQLInt)) },
  nested: { type: new GraphQLList(new GraphQLList(GraphQLString)) },
  json: { type: JsonScalar },
  at: { type: DateTimeScalar },
  id: { type: GraphQLID },
};

const Query: GraphQLObjectType = new GraphQLObjectType({
  name: 'Query',
  fields: () => ({
    echo: { type: JsonScalar, args, resolve: (_source, given) => shown(given) },
    self: { type: new GraphQLNonNull(Query), resolve: () => ({}) },
    name: { type: GraphQLString, resolve: () => 'name' },
  }),
});

/** A schema with every kind of input, whose one field gives back what its resolver was given. */
export const echoSchema = new GraphQLSchema({ query: Query });

/** A value as a resolver sees it, in JSON: instants are told from texts, and keys are in order. */
function shown(value: unknown): unknown {
  if (value instanceof Date) return { instant: value.toISOString() };
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, shown(item)]));
}
