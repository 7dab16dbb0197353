'use client';

import type { ReactNode } from 'react';
import classes from './filter-bar.module.css';
import { ListLink } from './list-navigation';

export interface Choice<Value> {
  readonly value: Value;
  readonly word: string;
}

interface Props<Value> {
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value | null;
  readonly hrefOf: (value: Value) => string;
}

/** One of several, as links. */
export function SingleChoice<Value extends string>({ choices, chosen, hrefOf }: Props<Value>): ReactNode {
  return (
    <ul className={classes.choices}>
      {choices.map(({ value, word }) => (
        <li key={value}>
          <ListLink href={hrefOf(value)} className={classes.choice} isOn={value === chosen}>
            {word}
          </ListLink>
        </li>
      ))}
    </ul>
  );
}
