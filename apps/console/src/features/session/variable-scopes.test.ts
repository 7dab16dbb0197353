import { describe, expect, it } from 'vitest';
import type { SessionVariableFragment, VariableScope } from '../../lib/generated/graphql';
import { scopeGroups } from './variable-scopes';

function variable(scope: VariableScope, name: string, value: unknown = 1): SessionVariableFragment {
  return { scope, name, value, version: 1, updatedAt: '2026-11-20T10:00:00Z', expiresAt: null };
}

const variables = [
  variable('APP', 'locale', 'en'),
  variable('SESSION', 'locale', 'de'),
  variable('USER', 'locale', 'fr'),
  variable('USER', '__proto__', { nested: ['Fresh Milk'] }),
  variable('PLATFORM', 'constructor', null),
];

/** `SCOPE: name, name<NEARER`, one text a group. */
function groups(search = ''): string[] {
  return scopeGroups(variables, search).map(
    ({ scope, variables: found }) =>
      `${scope}: ${found.map((each) => each.variable.name + (each.shadowedBy ? `<${each.shadowedBy}` : '')).join(', ')}`,
  );
}

describe('scopeGroups', () => {
  it('has the nearest scope first, and says which one a read without scope would find', () => {
    expect(groups()).toEqual([
      'SESSION: locale',
      'PLATFORM: constructor',
      'USER: locale<SESSION, __proto__',
      'APP: locale<SESSION',
    ]);
  });

  it('looks in names and deep in values, whatever the case', () => {
    expect(groups('fresh m')).toEqual(['USER: __proto__']);
    expect(groups('PROTO')).toEqual(['USER: __proto__']);
    expect(groups('nested')).toEqual(['USER: __proto__']);
  });

  it('knows what is hidden by what a search leaves out', () => {
    expect(groups('"fr"')).toEqual([]);
    expect(groups('fr')).toEqual(['USER: locale<SESSION, __proto__']);
  });
});
