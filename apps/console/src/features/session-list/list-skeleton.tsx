import type { ReactNode } from 'react';
import { PageHead } from '../../ui/page-head';
import { Skeleton } from '../../ui/skeleton';
import classes from './list-skeleton.module.css';
import { StateLineSkeleton } from './state-line';

/** The list before it is there: the same lines at the same places. */
export function ListSkeleton(): ReactNode {
  return (
    <div aria-busy="true">
      <PageHead isLong title="Sessions" state={<StateLineSkeleton />} actions={<Skeleton width={130} height={30} />} />
      <div className={classes.bar}>
        <Skeleton className={classes.search} width={270} height={30} />
        <Skeleton width={560} height={30} />
      </div>
      <div className={classes.head} />
      <p className="visually-hidden" role="status">
        Loading sessions
      </p>
      {Array.from({ length: 14 }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton height={10} width={56} />
          <Skeleton height={10} width={`${22 + ((index * 23) % 20)}%`} />
          <Skeleton height={10} width={72} isLast />
        </div>
      ))}
    </div>
  );
}
