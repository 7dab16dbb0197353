import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SessionSort } from '../../lib/generated/graphql';
import { ListLink } from '../../ui/list/list-navigation';
import { changeList, listHref, type ListState } from './list-state';
import classes from './session-table.module.css';

interface Props {
  readonly state: ListState;
  /** The rows. */
  readonly children: ReactNode;
}

/** The list's columns. Those that can be sorted by lead there; the one that is says so. */
export function SessionTable({ state, children }: Props): ReactNode {
  return (
    // At 390 pixels the rows are no longer drawn as a table, and a table that is not drawn as one loses its roles.
    <table className={classes.table} role="table" aria-label="Sessions">
      <thead className={classes.head} role="rowgroup">
        <tr role="row">
          <th className={classes.status} role="columnheader" scope="col">
            Status
          </th>
          <th className={classes.session} role="columnheader" scope="col">
            Session
          </th>
          <th className={classes.user} role="columnheader" scope="col">
            User
          </th>
          <th className={classes.platform} role="columnheader" scope="col">
            Platform
          </th>
          <th className={classes.kind} role="columnheader" scope="col">
            Kind
          </th>
          <SortedHead state={state} name="Messages" className={classes.messages} down="MESSAGES_DESC" />
          <SortedHead state={state} name="Started" className={classes.started} down="STARTED_DESC" up="STARTED_ASC" />
          <SortedHead
            state={state}
            name="Last activity"
            className={classes.activity}
            down="LAST_ACTIVITY_DESC"
            up="LAST_ACTIVITY_ASC"
          />
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

interface SortedHeadProps {
  readonly state: ListState;
  readonly name: string;
  readonly className: string | undefined;
  readonly down: SessionSort;
  readonly up?: SessionSort;
}

function SortedHead({ state, name, className, down, up }: SortedHeadProps): ReactNode {
  const direction = state.sort === down ? 'descending' : state.sort === up ? 'ascending' : undefined;
  const next = direction === 'descending' && up !== undefined ? up : down;
  const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <th className={className} role="columnheader" scope="col" aria-sort={direction}>
      <ListLink
        href={listHref(changeList(state, { sort: next }))}
        className={classes.sort}
        title={`Sort by ${name.toLowerCase()}`}
      >
        {direction !== undefined && <Arrow size={13} stroke={2} aria-hidden />}
        {name}
      </ListLink>
    </th>
  );
}
