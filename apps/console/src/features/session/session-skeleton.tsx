import type { ReactNode } from 'react';
import { PageHead } from '../../ui/page-head';
import { Skeleton } from '../../ui/skeleton';
import screen from './session-screen.module.css';
import classes from './session-skeleton.module.css';

const bubbleWidths = [44, 62, 30, 56, 70, 38];

/** A session's page before it is there: the same three columns. */
export function SessionSkeleton(): ReactNode {
  return (
    <div aria-busy="true" className={screen.screen}>
      <PageHead
        title={<Skeleton width={260} height={16} />}
        state={<Skeleton width={320} height={10} />}
        actions={<Skeleton width={130} height={30} />}
      />
      <p className="visually-hidden" role="status">
        Loading the session
      </p>
      <div className={classes.columns}>
        <div className={classes.facts}>
          {Array.from({ length: 9 }, (_, index) => (
            <Skeleton key={index} height={10} width={`${48 + ((index * 29) % 44)}%`} />
          ))}
        </div>
        <div className={classes.transcript}>
          {bubbleWidths.map((width, index) => (
            <Skeleton key={width} height={36} width={`${width}%`} isLast={index % 2 === 1} />
          ))}
        </div>
        <div className={classes.side}>
          {Array.from({ length: 7 }, (_, index) => (
            <Skeleton key={index} height={30} width="100%" />
          ))}
        </div>
      </div>
    </div>
  );
}
