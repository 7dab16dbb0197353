import type { ReactNode } from 'react';
import { Mark } from '../../ui/mark';
import classes from './entrance.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** The page in front of the console: what it is, and how to come in. */
export function Entrance({ title, children }: Props): ReactNode {
  return (
    <main className={classes.page}>
      <div className={classes.panel}>
        <p className={classes.brand}>
          <Mark size={26} />
          Foyer
        </p>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
