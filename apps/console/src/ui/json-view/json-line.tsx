'use client';

import { IconChevronRight } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { type JsonRow, isContainer } from '../../lib/json/json-rows';
import { jsonPreview } from '../../lib/json/preview';
import { Marked } from '../marked';
import classes from './json-view.module.css';

interface Props {
  readonly row: JsonRow;
  /** The one that Tab reaches. */
  readonly isCurrent: boolean;
  /** Shows a long text whole. */
  readonly isLong: boolean;
  readonly search: string;
  readonly onToggle: (row: JsonRow) => void;
  readonly onCopy: (row: JsonRow, what: 'path' | 'value') => void;
  readonly onFocus: (id: string) => void;
}

/** Characters of a folded value that are shown beside its key. */
const previewCharsMax = 80;

export function JsonLine({ row, isCurrent, isLong, search, onToggle, onCopy, onFocus }: Props): ReactNode {
  const { steps, value, size, isOpen } = row;
  const key = steps.at(-1);
  return (
    <div
      role="treeitem"
      aria-level={steps.length + 1}
      aria-expanded={size === null || size === 0 ? undefined : isOpen}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.line}
      style={{ '--depth': Math.min(steps.length, 24) } as CSSProperties}
      onClick={() => onToggle(row)}
      onFocus={() => onFocus(row.id)}
    >
      <IconChevronRight
        size={12}
        stroke={2.2}
        className={classes.fold}
        data-open={isOpen || undefined}
        data-leaf={size === null || size === 0 || undefined}
        aria-hidden
      />
      {key !== undefined && (
        <span className={classes.key} data-index={typeof key === 'number' || undefined}>
          <Marked text={String(key)} search={search} />
        </span>
      )}
      {isContainer(value) ? (
        <span className={classes.folded}>
          {isOpen ? (
            <span className={classes.size}>{Array.isArray(value) ? `[${size}]` : `{${size}}`}</span>
          ) : (
            jsonPreview(value, previewCharsMax)
          )}
        </span>
      ) : (
        <span
          className={classes.value}
          data-type={value === null ? 'null' : typeof value}
          data-long={isLong || undefined}
        >
          <Marked text={typeof value === 'string' ? value : JSON.stringify(value)} search={search} />
        </span>
      )}
      <span className={classes.copies}>
        {(['path', 'value'] as const).map((what) => (
          <button
            key={what}
            type="button"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              onCopy(row, what);
            }}
          >
            {what}
          </button>
        ))}
      </span>
    </div>
  );
}
