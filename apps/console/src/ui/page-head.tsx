import type { ReactNode } from 'react';
import classes from './page-head.module.css';

interface Props {
  readonly title: ReactNode;
  /** One sentence that says how things are. */
  readonly state: ReactNode;
  readonly actions?: ReactNode;
  /** The page is longer than the window as soon as it is there. */
  readonly isLong?: boolean;
}

/** Where every page begins, at the same line: title, one sentence, actions at the right. */
export function PageHead({ title, state, actions, isLong = false }: Props): ReactNode {
  return (
    <div className={classes.head} data-long-page={isLong || undefined}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.state}>{state}</p>
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
