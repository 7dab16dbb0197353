import { Kind, parse, type DefinitionNode, type DocumentNode, type SelectionNode } from 'graphql';
import { POLICY } from '../access/policy.rules.js';

/*
 * What may be asked without credentials: to sign in, and to make the first operator. Whether a request asks that is found out
 * before anything else of it is looked at, with bounds that no such request needs to pass.
 */

const BYTES_MAX = 16 * 1024;
const TOKENS_MAX = 300;

const OPEN_FIELDS: ReadonlySet<string> = new Set(
  Object.entries(POLICY)
    .filter(([, { open }]) => open)
    .map(([name]) => name),
);

/** A body so small that it may be read before it is known who sent it. */
export const mayBeOpen = (contentLength: string | undefined): boolean =>
  contentLength !== undefined && Number(contentLength) <= BYTES_MAX;

/** Whether a GraphQL request asks for one open operation and nothing else. */
export function asksOnlyOpen(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') return false;
  const document = parsed(body.query);
  const [definition, ...others] = document?.definitions ?? [];
  return definition !== undefined && others.length === 0 && isOpen(definition);
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { maxTokens: TOKENS_MAX, noLocation: true });
  } catch {
    return null;
  }
}

function isOpen(definition: DefinitionNode): boolean {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return false;
  const { selections } = definition.selectionSet;
  return selections.length === 1 && selections.every(isOpenField);
}

const isOpenField = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && OPEN_FIELDS.has(selection.name.value);
