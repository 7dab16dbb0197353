import { jsonPreview } from '../../lib/json/preview';
import { matchingRows } from '../../lib/json/json-rows';
import type { SessionVariableFragment, VariableScope } from '../../lib/generated/graphql';

export interface ScopedVariable {
  readonly variable: SessionVariableFragment;
  /** The nearer scope that has a variable of the same name: a read without scope finds that one. */
  readonly shadowedBy: VariableScope | null;
}

export interface ScopeGroup {
  readonly scope: VariableScope;
  readonly variables: readonly ScopedVariable[];
}

/** Nearest first, as reads without scope look. */
const SCOPES: readonly VariableScope[] = ['SESSION', 'PLATFORM', 'USER', 'APP'];

/** Variables by scope, of those whose name or value contains the text. Scopes without any are left out. */
export function scopeGroups(variables: readonly SessionVariableFragment[], search: string): ScopeGroup[] {
  const wanted = search.trim().toLowerCase();
  return SCOPES.map((scope) => ({
    scope,
    variables: variables
      .filter((variable) => variable.scope === scope && matches(variable, wanted))
      .map((variable) => ({ variable, shadowedBy: nearerScope(variables, variable) })),
  })).filter((group) => group.variables.length > 0);
}

function matches({ name, value }: SessionVariableFragment, wanted: string): boolean {
  return wanted === '' || name.toLowerCase().includes(wanted) || matchingRows(value, wanted).found.size > 0;
}

function nearerScope(
  variables: readonly SessionVariableFragment[],
  { name, scope }: SessionVariableFragment,
): VariableScope | null {
  const nearer = SCOPES.slice(0, SCOPES.indexOf(scope));
  return nearer.find((each) => variables.some((other) => other.name === name && other.scope === each)) ?? null;
}

/** A value in one line. */
export function valuePreview(value: unknown): string {
  return jsonPreview(value, 140);
}
