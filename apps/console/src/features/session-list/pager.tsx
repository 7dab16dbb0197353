import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SessionListQuery } from '../../lib/generated/graphql';
import { SORT_WORDS } from '../../lib/session-words';
import { ListLink } from '../../ui/list/list-navigation';
import { changeList, listHref, type ListState } from './list-state';
import classes from '../../ui/list/pager.module.css';

interface Props {
  readonly state: ListState;
  readonly pageInfo: SessionListQuery['sessions']['pageInfo'];
  readonly rows: number;
}

/** Leads one page on or back, by place and not by number: what comes in meanwhile moves nothing. */
export function Pager({ state, pageInfo, rows }: Props): ReactNode {
  const { previous, next } = SORT_WORDS[state.sort];
  const isFirst = state.after === null && state.before === null;
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = pageInfo;
  if (isFirst && !hasNextPage) return <p className={classes.end}>{rows > 12 ? 'That is all of them.' : ''}</p>;
  return (
    <nav className={classes.pager} aria-label="Pages">
      <Step href={hasPreviousPage && startCursor ? listHref(changeList(state, { before: startCursor })) : null}>
        <IconArrowLeft size={15} stroke={1.8} aria-hidden /> {previous}
      </Step>
      <Step href={hasNextPage && endCursor ? listHref(changeList(state, { after: endCursor })) : null}>
        {next} <IconArrowRight size={15} stroke={1.8} aria-hidden />
      </Step>
      {!isFirst && (
        <ListLink href={listHref(changeList(state, {}))} className={classes.first}>
          To the beginning
        </ListLink>
      )}
    </nav>
  );
}

function Step({ href, children }: { readonly href: string | null; readonly children: ReactNode }): ReactNode {
  if (href === null) {
    return (
      <span className={classes.step} aria-disabled="true">
        {children}
      </span>
    );
  }
  return (
    <ListLink href={href} className={classes.step}>
      {children}
    </ListLink>
  );
}
