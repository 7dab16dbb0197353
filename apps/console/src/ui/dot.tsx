import type { ReactNode } from 'react';
import classes from './dot.module.css';

interface Props {
  readonly tone: 'green' | 'amber' | 'grey';
  /** The word for the colour: a colour alone says nothing to many. */
  readonly label: string;
}

/** A state as a dot and its word. */
export function Dot({ tone, label }: Props): ReactNode {
  return (
    <span className={classes.dot} data-tone={tone}>
      {label}
    </span>
  );
}
