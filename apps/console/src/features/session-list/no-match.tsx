import { type ReactNode, Suspense } from 'react';
import { counted } from '../../lib/format/text';
import { ListLink } from '../../ui/list/list-navigation';
import { activeFilters, dropFilter, EMPTY_LIST_STATE, type FilterName, listHref, type ListState } from './list-state';
import { loadReliefs } from './load-list';
import classes from './no-match.module.css';

interface Props {
  readonly state: ListState;
  readonly now: number;
}

const FILTER_WORDS: Readonly<Record<FilterName, string>> = {
  status: 'the status',
  platform: 'the platform',
  kind: 'the kind',
  environment: 'the environment',
  active: 'the time of activity',
  user: 'the user',
  search: 'the search',
};

/** Nothing matches: says which filter stands in the way, and drops it on click. */
export function NoMatch({ state, now }: Props): ReactNode {
  return (
    <section className={classes.panel}>
      <h2 className={classes.title}>No session matches</h2>
      {activeFilters(state).length > 1 && (
        <Suspense fallback={<p className={classes.looking}>Looking for what stands in the way …</p>}>
          <Reliefs state={state} now={now} />
        </Suspense>
      )}
      <p>
        <ListLink href={listHref({ ...EMPTY_LIST_STATE, sort: state.sort })} className={classes.drop}>
          {activeFilters(state).length > 1
            ? 'Drop all filters'
            : `Drop ${FILTER_WORDS[activeFilters(state)[0] ?? 'search']}`}
        </ListLink>
      </p>
    </section>
  );
}

async function Reliefs({ state, now }: Props): Promise<ReactNode> {
  const reliefs = await loadReliefs(state, now);
  if (reliefs.length === 0)
    return (
      <p className={classes.looking}>No single filter is to blame: dropping one alone would still leave nothing.</p>
    );
  return (
    <ul className={classes.reliefs}>
      {reliefs.map(({ filter, matching }) => (
        <li key={filter}>
          <ListLink href={listHref(dropFilter(state, filter))} className={classes.drop}>
            Drop {FILTER_WORDS[filter]}
          </ListLink>{' '}
          and {counted(matching, 'session')} {matching === 1 ? 'matches' : 'match'}
        </li>
      ))}
    </ul>
  );
}
