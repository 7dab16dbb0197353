'use client';

import { useQuery } from '@apollo/client/react';
import { LIMITS } from '@foyer/types/limits';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { graphql } from '../../lib/generated/gql';
import { PlatformMark } from '../../ui/platform-mark';
import classes from '../../ui/list/filter-bar.module.css';
import { ListLink, useListNavigation } from '../../ui/list/list-navigation';
import { changeList, listHref, type ListState, toggle, KIND_PATTERN } from './list-state';

const SeenWordsQuery = graphql(`
  query SeenWords {
    sessions(first: 100) {
      nodes {
        id
        platform
        kind
      }
    }
  }
`);

interface Props {
  readonly state: ListState;
  readonly filter: 'platform' | 'kind';
}

const PATTERNS = { platform: LIMITS.platformPattern, kind: KIND_PATTERN };

/** Platforms or kinds to choose from: those of the last 100 sessions, and any other by typing it. */
export function SeenWords({ state, filter }: Props): ReactNode {
  const { go } = useListNavigation();
  const [typed, setTyped] = useState('');
  const { data, error } = useQuery(SeenWordsQuery, { fetchPolicy: 'cache-and-network' });
  const chosen = state[filter];
  const seen = [...new Set([...chosen, ...(data?.sessions.nodes ?? []).map((session) => session[filter])])].toSorted(
    (one, other) => one.localeCompare(other, 'en'),
  );
  const hrefOf = (word: string): string => listHref(changeList(state, { [filter]: toggle(chosen, word) }));
  const isWord = PATTERNS[filter].test(typed);

  function handleKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !isWord || chosen.includes(typed)) return;
    go(hrefOf(typed));
    setTyped('');
  }

  return (
    <div className={classes.seen}>
      <input
        className={classes.other}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={handleKeyDown}
        placeholder={`Another ${filter} …`}
        aria-label={`Another ${filter}`}
        aria-invalid={typed !== '' && !isWord}
        autoComplete="off"
        spellCheck={false}
      />
      <ul className={classes.choices}>
        {seen
          .filter((word) => word.startsWith(typed))
          .map((word) => (
            <li key={word}>
              <ListLink href={hrefOf(word)} className={classes.choice} isOn={chosen.includes(word)}>
                {filter === 'platform' ? <PlatformMark platform={word} /> : word}
              </ListLink>
            </li>
          ))}
      </ul>
      <p className={classes.hint}>
        {error ? 'The API did not say which there are.' : 'Those of the last 100 sessions; Enter takes what you typed.'}
      </p>
    </div>
  );
}
