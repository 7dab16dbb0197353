import type { Variable } from '@foyer/client';
import type { VariableScope } from '@foyer/client/graphql';
import type { UserIdentity } from './lines.js';

/** A line in the order of its fields, without those that are null or undefined. */
export function formatLine(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? null) !== null)));
}

export function formatIdentity({ platform, externalId }: UserIdentity): UserIdentity {
  return { platform, externalId };
}

/** The variables of one scope among these, by name. */
export function variableLines(
  variables: readonly Variable[],
  scope: VariableScope,
  holder: Readonly<Record<string, unknown>>,
): string[] {
  return variables
    .filter((variable) => variable.scope === scope)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, value, expiresAt }) => formatLine({ type: 'variable', scope, ...holder, name, value, expiresAt }));
}
