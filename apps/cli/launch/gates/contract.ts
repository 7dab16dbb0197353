// The served schema against the contract, where the contract lies beside the project. What may still be lacking is read
// from the contract itself: the mark (N) on a field, or in the headline of a section, names the part that brings it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { house, run, verdict, type GateResult } from './gate.ts';
import { readPromises } from './promises.ts';

const contractDir = join(house, '../shared');

export async function checkContract(): Promise<GateResult> {
  const tool = join(contractDir, 'tools/contract-check.mjs');
  if (!existsSync(tool)) return { outcome: 'skipped', details: 'The contract does not lie beside the project.' };
  const { code, output } = await run('node', [tool, 'apps/api/schema.graphql']);
  if (code === 2) return { outcome: 'failed', details: output.trimEnd() };
  const later = laterParts(
    readFileSync(join(contractDir, 'contract/schema.graphql'), 'utf8'),
    readPromises(house).delivered,
  );
  return verdict(unexcused(output.trimEnd().split('\n'), later));
}

/** Of the differences that the contract's own check prints, those that no later part excuses. */
export function unexcused(lines: readonly string[], later: ReadonlySet<string>): string[] {
  return lines.filter((line) => {
    const difference = /^[A-Z_]+: (.*)$/.exec(line)?.[1];
    if (difference === undefined) return false;
    const [, type = '', field = ''] = /(?:enum type |input type |^)(\w+)(\.\w+)?/.exec(difference) ?? [];
    return !later.has(type) && !later.has(`${type}${field}`);
  });
}

/**
 * Types and `Type.field`s of the contract that belong to parts not delivered yet: those that carry the mark of such a part,
 * those that speak of such a type, and types that nothing else leads to.
 */
export function laterParts(sdl: string, delivered: readonly number[]): Set<string> {
  const schema = buildSchema(sdl);
  const later = marked(sdl, schema, (part) => !delivered.includes(part));
  const types = Object.values(schema.getTypeMap()).filter((type) => type.astNode);
  for (const type of types.filter(hasFields)) {
    for (const field of Object.values(type.getFields())) {
      if (mentions(field).some((name) => later.has(name))) later.add(`${type.name}.${field.name}`);
    }
  }
  const reached = reachable(schema, later);
  for (const { name } of types) if (!reached.has(name)) later.add(name);
  return later;
}

type WithFields = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType;

function hasFields(type: GraphQLNamedType): type is WithFields {
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
}

function mentions(field: GraphQLField<unknown, unknown> | GraphQLInputField): string[] {
  const args = 'args' in field ? field.args : [];
  return [field.type, ...args.map((arg) => arg.type)].map((type) => getNamedType(type).name);
}

function marked(sdl: string, schema: GraphQLSchema, isLater: (part: number) => boolean): Set<string> {
  const later = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    const at = type.astNode?.loc?.start;
    if (at === undefined) continue;
    const headline =
      sdl
        .slice(0, at)
        .match(/^# -{10,}.*$/gm)
        ?.at(-1) ?? '';
    if (isLater(partOf(headline, /\((\d+)\)$/))) later.add(type.name);
    if (!hasFields(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isLater(partOf(field.description ?? '', /^\((\d+)\)/))) later.add(`${type.name}.${field.name}`);
    }
  }
  return later;
}

/** What carries no mark belongs to the foundation. */
function partOf(text: string, mark: RegExp): number {
  return Number(mark.exec(text)?.[1] ?? 1);
}

function reachable(schema: GraphQLSchema, later: ReadonlySet<string>): Set<string> {
  const reached = new Set<string>();
  const open = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) => type?.name ?? [],
  );
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const type = schema.getType(name);
    if (!type || reached.has(name) || later.has(name)) continue;
    reached.add(name);
    if (!hasFields(type)) continue;
    const fields = Object.values(type.getFields()).filter((field) => !later.has(`${type.name}.${field.name}`));
    open.push(...fields.flatMap(mentions));
  }
  return reached;
}
