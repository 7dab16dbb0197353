'use client';

import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './panel-search.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What stands beside the field. */
  readonly children?: ReactNode;
}

/** A search within one panel; Escape empties it. */
export function PanelSearch({ label, value, onChange, children }: Props): ReactNode {
  return (
    <div className={classes.bar}>
      <label className={classes.field}>
        <IconSearch size={14} stroke={1.7} aria-hidden />
        <input
          type="search"
          className={classes.input}
          aria-label={label}
          placeholder={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onChange('')}
          autoComplete="off"
          spellCheck={false}
        />
      </label>
      {children}
    </div>
  );
}
