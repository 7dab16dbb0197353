import type { ReactNode } from 'react';
import { PageHead } from '../../ui/page-head';
import { Skeleton } from '../../ui/skeleton';
import classes from './audit.module.css';
import bar from '../../ui/list/filter-bar.module.css';

/** The log before it is there: the same lines at the same places. */
export function AuditSkeleton(): ReactNode {
  return (
    <div aria-busy="true">
      <PageHead
        isLong
        title="Audit"
        state={<Skeleton height={10} width={190} />}
        actions={<Skeleton width={130} height={30} />}
      />
      <div className={bar.bar}>
        <Skeleton width={170} height={30} />
      </div>
      <p className="visually-hidden" role="status">
        Loading the audit log
      </p>
      <div className={classes.entries}>
        {Array.from({ length: 12 }, (_, index) => (
          <div key={index} className={classes.line}>
            <span />
            <Skeleton height={10} width={64} />
            <Skeleton height={10} width={`${50 + ((index * 23) % 40)}%`} />
          </div>
        ))}
      </div>
    </div>
  );
}
