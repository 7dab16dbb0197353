'use client';

import { type ReactNode, useState } from 'react';
import { sentenceCase, shortId } from '../../lib/format/text';
import type { SessionSort, SessionStatus } from '../../lib/generated/graphql';
import { SORT_WORDS, STATUS_WORDS } from '../../lib/session-words';
import { Dot } from '../../ui/dot';
import { FilterChip } from '../../ui/list/filter-chip';
import classes from '../../ui/list/filter-bar.module.css';
import { ListLink } from '../../ui/list/list-navigation';
import { type Choice, SingleChoice } from '../../ui/list/single-choice';
import {
  ACTIVE_WITHIN,
  type ActiveWithin,
  activeFilters,
  changeList,
  dropFilter,
  EMPTY_LIST_STATE,
  ENVIRONMENTS,
  listHref,
  type ListState,
  toggle,
} from './list-state';
import { SearchField } from './search-field';
import { SeenWords } from './seen-words';

interface Props {
  readonly state: ListState;
  /** The name of the user whose sessions these are, where the list is of one user. */
  readonly userName: string | null;
}

const STATUSES = Object.keys(STATUS_WORDS) as SessionStatus[];
const WITHIN: readonly Choice<ActiveWithin>[] = (Object.keys(ACTIVE_WITHIN) as ActiveWithin[]).map((value) => ({
  value,
  word: ACTIVE_WITHIN[value].word,
}));
const SORTS: readonly Choice<SessionSort>[] = (Object.keys(SORT_WORDS) as SessionSort[]).map((value) => ({
  value,
  word: SORT_WORDS[value].word,
}));

/** The filters in a line: each one click to change, one to drop, and all of them in the address. */
export function FilterBar({ state, userName }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes.bar} data-open={isOpen || undefined}>
      <SearchField state={state} />
      <div className={classes.chips} role="group" aria-label="Filters">
        <span className={classes.statuses}>
          {STATUSES.map((status) => (
            <ListLink
              key={status}
              href={listHref(changeList(state, { status: toggle(state.status, status) }))}
              className={classes.status}
              isOn={state.status.includes(status)}
            >
              <Dot tone={STATUS_WORDS[status].tone} label={STATUS_WORDS[status].word} />
            </ListLink>
          ))}
        </span>
        <FilterChip dropHref={listHref(dropFilter(state, 'platform'))} name="Platform" words={state.platform}>
          <SeenWords state={state} filter="platform" />
        </FilterChip>
        <FilterChip dropHref={listHref(dropFilter(state, 'kind'))} name="Kind" words={state.kind}>
          <SeenWords state={state} filter="kind" />
        </FilterChip>
        <FilterChip
          dropHref={listHref(dropFilter(state, 'environment'))}
          name="Environment"
          words={state.environment.map(sentenceCase)}
        >
          <ul className={classes.choices}>
            {ENVIRONMENTS.map((each) => (
              <li key={each}>
                <ListLink
                  href={listHref(changeList(state, { environment: toggle(state.environment, each) }))}
                  className={classes.choice}
                  isOn={state.environment.includes(each)}
                >
                  {sentenceCase(each)}
                </ListLink>
              </li>
            ))}
          </ul>
        </FilterChip>
        <FilterChip
          dropHref={listHref(dropFilter(state, 'active'))}
          name="Last active"
          words={state.active ? [ACTIVE_WITHIN[state.active].word] : []}
        >
          <SingleChoice
            choices={WITHIN}
            chosen={state.active}
            hrefOf={(active) => listHref(changeList(state, { active }))}
          />
        </FilterChip>
        {state.user !== null && (
          <FilterChip
            dropHref={listHref(dropFilter(state, 'user'))}
            name="User"
            words={[userName ?? shortId(state.user)]}
          />
        )}
        <button type="button" className={classes.more} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Fewer filters' : 'More filters'}
        </button>
        {activeFilters(state).length > 1 && (
          <ListLink href={listHref({ ...EMPTY_LIST_STATE, sort: state.sort })} className={classes.dropAll}>
            Drop all
          </ListLink>
        )}
      </div>
      <div className={classes.sorting}>
        <FilterChip dropHref={null} name="Sorted by" words={[SORT_WORDS[state.sort].word]}>
          <SingleChoice choices={SORTS} chosen={state.sort} hrefOf={(sort) => listHref(changeList(state, { sort }))} />
        </FilterChip>
      </div>
    </div>
  );
}
