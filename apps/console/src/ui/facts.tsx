import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface GroupProps {
  readonly title: string;
  readonly count?: number;
  readonly children: ReactNode;
}

/** Facts that belong together. */
export function FactGroup({ title, count, children }: GroupProps): ReactNode {
  return (
    <section className={classes.group}>
      <h2 className={classes.title}>
        {title}
        {count !== undefined && <span className={classes.count}>{count}</span>}
      </h2>
      <div className={classes.facts}>{children}</div>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One fact: its name at the left, what it is beside it. */
export function Fact({ name, children }: FactProps): ReactNode {
  return (
    <div className={classes.fact}>
      <span className={classes.name}>{name}</span>
      <span className={classes.value}>{children}</span>
    </div>
  );
}
