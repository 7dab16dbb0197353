'use client';

import { useQuery } from '@apollo/client/react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { graphql } from '../../lib/generated/gql';
import classes from '../../ui/list/filter-bar.module.css';
import { ListLink, useListNavigation } from '../../ui/list/list-navigation';
import { ACTION_PATTERN, actionWords, auditHref, type AuditState, changeAudit } from './audit-state';

const SeenActionsQuery = graphql(`
  query SeenActions {
    auditLog(first: 100) {
      nodes {
        id
        action
      }
    }
  }
`);

/** What people do most here: always to choose from, also where it did not happen lately. */
const COMMON = ['signIn', 'signOut', 'setUp', 'createOperator', 'updateOperator', 'createApiKey', 'revokeApiKey'];

/** Actions to choose from: the common ones and those of the last 100 acts, and any other by typing its name. */
export function ActionChoices({ state }: { readonly state: AuditState }): ReactNode {
  const { go } = useListNavigation();
  const [typed, setTyped] = useState('');
  const { data, error } = useQuery(SeenActionsQuery, { fetchPolicy: 'cache-and-network' });
  const seen = (data?.auditLog.nodes ?? []).map(({ action }) => action);
  const actions = [...new Set([...COMMON, ...seen, ...(state.action === null ? [] : [state.action])])]
    .map((action) => ({ action, words: actionWords(action) }))
    .filter(({ action, words }) => `${action} ${words}`.toLowerCase().includes(typed.trim().toLowerCase()))
    .toSorted((one, other) => one.words.localeCompare(other.words, 'en'));
  const hrefOf = (action: string): string => auditHref(changeAudit(state, { action }));

  function handleKeyDown(event: KeyboardEvent): void {
    const [only, ...others] = actions;
    const action = only !== undefined && others.length === 0 ? only.action : typed.trim();
    if (event.key === 'Enter' && ACTION_PATTERN.test(action)) go(hrefOf(action));
  }

  return (
    <div className={classes.seen}>
      <input
        className={classes.other}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={handleKeyDown}
        placeholder="Another action …"
        aria-label="Another action"
        autoComplete="off"
        spellCheck={false}
      />
      <ul className={classes.choices}>
        {actions.map(({ action, words }) => (
          <li key={action}>
            <ListLink href={hrefOf(action)} className={classes.choice} title={action} isOn={action === state.action}>
              {words}
            </ListLink>
          </li>
        ))}
      </ul>
      <p className={classes.hint}>
        {error ? 'The API did not say which there are.' : 'Enter takes the name of a mutation.'}
      </p>
    </div>
  );
}
