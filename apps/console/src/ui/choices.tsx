'use client';

import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './choices.module.css';

export interface Choice<Value> {
  readonly value: Value;
  readonly word: string;
  readonly icon?: ReactNode;
}

interface Props<Value> {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of several settings; takes effect at once. */
export function Choices<Value extends string>({ title, choices, chosen, onChoose }: Props<Value>): ReactNode {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.title}>{title}</legend>
      {choices.map(({ value, word, icon }) => (
        <button
          key={value}
          type="button"
          className={classes.choice}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {icon}
          <span>{word}</span>
          {value === chosen && <IconCheck size={14} stroke={2} className={classes.check} aria-hidden />}
        </button>
      ))}
    </fieldset>
  );
}
