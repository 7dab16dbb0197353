import { type ReactNode, Suspense } from 'react';
import { userName } from '../../lib/format/text';
import button from '../../ui/button.module.css';
import { PageHead } from '../../ui/page-head';
import { ProblemPanel } from '../../ui/problem-panel';
import { Refresh } from '../../ui/refresh';
import { EmptyList } from './empty-list';
import { FilterBar } from './filter-bar';
import { ListKeys } from './list-keys';
import { ListLink, ListNavigationProvider, ListRegion } from '../../ui/list/list-navigation';
import { activeFilters, changeList, listHref, type ListState } from './list-state';
import { loadCounts, loadList } from './load-list';
import { NoMatch } from './no-match';
import { Pager } from './pager';
import { RememberList } from './remember-list';
import { SessionRow } from './session-row';
import { SessionTable } from './session-table';
import { StateLine, StateLineSkeleton } from './state-line';

interface Props {
  readonly state: ListState;
  readonly now: number;
}

/** The list of sessions, whole: what the address asks for, or why it cannot be shown. */
export async function SessionsScreen({ state, now }: Props): Promise<ReactNode> {
  // Started before the list is waited for, and waited for after it is drawn: counting may take longer than a page.
  const counts = loadCounts(state, now);
  const answer = await loadList(state, now);
  const href = listHref(state);
  const user = answer.data?.user;
  return (
    <ListNavigationProvider>
      <RememberList href={href} />
      <PageHead
        isLong
        title="Sessions"
        state={
          <Suspense fallback={<StateLineSkeleton />}>
            <StateLine state={state} counts={counts} />
          </Suspense>
        }
        actions={<Refresh loadedAt={now} />}
      />
      <FilterBar state={state} userName={user ? userName(user) : null} />
      <ListRegion>
        {answer.problem ? (
          <ProblemPanel problem={answer.problem} what="the sessions">
            {href !== listHref(changeList(state, {})) && (
              <ListLink href={listHref(changeList(state, {}))} className={button.plain}>
                To the beginning of the list
              </ListLink>
            )}
          </ProblemPanel>
        ) : (
          <Page state={state} now={now} page={answer.data.sessions} />
        )}
      </ListRegion>
    </ListNavigationProvider>
  );
}

interface PageProps extends Props {
  readonly page: NonNullable<Awaited<ReturnType<typeof loadList>>['data']>['sessions'];
}

function Page({ state, now, page: { nodes, pageInfo } }: PageProps): ReactNode {
  const isPlace = state.after !== null || state.before !== null;
  if (nodes.length === 0 && !isPlace)
    return activeFilters(state).length === 0 ? <EmptyList /> : <NoMatch state={state} now={now} />;
  return (
    <>
      <SessionTable state={state}>
        {nodes.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </SessionTable>
      <ListKeys />
      <Pager state={state} pageInfo={pageInfo} rows={nodes.length} />
    </>
  );
}
