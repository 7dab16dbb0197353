import { readFileSync } from 'node:fs';
import {
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
  type GraphQLNamedType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from './schema.js';

const schema = createSchema(new Map());
const TYPES = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

interface Described {
  readonly place: string;
  readonly description: string | null | undefined;
}

describe('the schema', () => {
  it('is one that GraphQL takes', () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  it('says of every type, field, argument, input field and value what it is, in a sentence', () => {
    // What the two roots are, GraphQL itself says; and there is no place to write it.
    const described = TYPES.flatMap(placesOf).filter(({ place }) => place !== 'Query' && place !== 'Mutation');
    expect(described.length).toBeGreaterThan(400);
    const lacking = described.filter(({ description }) => !/^[A-Z0-9“"`].*\.$/s.test(description?.trim() ?? ''));
    expect(lacking).toEqual([]);
  });

  it('is the one that is written in schema.graphql', () => {
    const written = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(written);
  });

  it('has no input that holds itself: a document with one would be compiled without end', () => {
    for (const type of TYPES.filter(isInputObjectType))
      expect(inputsBelow(type.name, new Set())).not.toContain(type.name);
  });
});

function placesOf(type: GraphQLNamedType): Described[] {
  const { name, description } = type;
  const found: Described[] = [{ place: name, description }];
  if (isEnumType(type))
    for (const value of type.getValues())
      found.push({ place: `${name}.${value.name}`, description: value.description });
  if (isInputObjectType(type) || isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      found.push({ place: `${name}.${field.name}`, description: field.description });
      for (const arg of 'args' in field ? field.args : [])
        found.push({ place: `${name}.${field.name}(${arg.name})`, description: arg.description });
    }
  }
  return found;
}

/** The inputs that can be reached from one. */
function inputsBelow(name: string, seen: Set<string>): Set<string> {
  const type = schema.getType(name);
  for (const field of isInputObjectType(type) ? Object.values(type.getFields()) : []) {
    const below = String(field.type).replaceAll(/[[\]!]/g, '');
    if (seen.has(below)) continue;
    seen.add(below);
    inputsBelow(below, seen);
  }
  return seen;
}
