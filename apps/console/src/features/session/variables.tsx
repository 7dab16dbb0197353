'use client';

import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { count, sentenceCase } from '../../lib/format/text';
import type { SessionVariableFragment, VariableScope } from '../../lib/generated/graphql';
import type { FragmentType } from '../../lib/generated/fragment-masking';
import { readFragment } from '../../lib/generated/fragment-masking';
import { type Sealed, unseal } from '../../lib/sealed';
import { PanelSearch } from '../../ui/panel-search';
import { scopeGroups } from './variable-scopes';
import { SessionVariableFragment as VariableFragment, VariableItem } from './variable-item';
import classes from './variables.module.css';

const SCOPE_WORDS: Readonly<Record<VariableScope, string>> = {
  SESSION: 'this session only',
  PLATFORM: 'this user on this platform',
  USER: 'this user everywhere',
  APP: 'everybody',
};

interface Props {
  readonly variables: Sealed<readonly FragmentType<typeof VariableFragment>[]>;
}

export function Variables({ variables: sealed }: Props): ReactNode {
  const [search, setSearch] = useState('');
  const variables = useMemo<readonly SessionVariableFragment[]>(
    () => unseal(sealed).map((each) => readFragment(VariableFragment, each)),
    [sealed],
  );
  // Letters appear at once, what they find a moment later: values may be megabytes.
  const wanted = useDeferredValue(search);
  const groups = useMemo(() => scopeGroups(variables, wanted), [variables, wanted]);
  if (variables.length === 0) {
    return (
      <p className={classes.empty}>
        No variables. They appear here as an app sets them with setVariable, of whatever scope.
      </p>
    );
  }
  return (
    <>
      <PanelSearch label="Search variables" value={search} onChange={setSearch} />
      {groups.length === 0 && <p className={classes.empty}>No name and no value contains “{search.trim()}”.</p>}
      {groups.map(({ scope, variables: ofScope }) => (
        <section key={scope} className={classes.scope}>
          <h2 className={classes.scopeName}>
            {sentenceCase(scope)} <span className={classes.reach}>{SCOPE_WORDS[scope]}</span>
            <span className={classes.count}>{count(ofScope.length)}</span>
          </h2>
          <ul>
            {ofScope.map(({ variable, shadowedBy }) => (
              <VariableItem key={variable.name} variable={variable} shadowedBy={shadowedBy} search={wanted} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
