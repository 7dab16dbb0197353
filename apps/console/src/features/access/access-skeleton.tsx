import type { ReactNode } from 'react';
import { PageHead } from '../../ui/page-head';
import { Skeleton } from '../../ui/skeleton';
import { AccessTabs } from './access-tabs';
import classes from './access-table.module.css';

/** The page before its rows are there: the same lines at the same places. */
export function AccessSkeleton({ here }: { readonly here: 'operators' | 'keys' }): ReactNode {
  return (
    <div aria-busy="true">
      <PageHead
        isLong
        title="Access"
        state={<Skeleton height={10} width={150} />}
        actions={<Skeleton width={120} height={32} />}
      />
      <AccessTabs here={here} />
      <p className="visually-hidden" role="status">
        Loading
      </p>
      {[28, 36, 22].map((width) => (
        <div key={width} className={classes.waiting}>
          <Skeleton height={10} width={`${width}%`} />
          <Skeleton height={10} width={72} isLast />
        </div>
      ))}
    </div>
  );
}
