'use client';

import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { toggleOf } from '../../lib/collections';
import { jsonPath } from '../../lib/json/json-path';
import { type JsonRow, jsonRows } from '../../lib/json/json-rows';
import buttons from '../button.module.css';
import { JsonLine } from './json-line';
import classes from './json-view.module.css';

interface Props {
  /** The value as JSON text. Text, because React's transport to the browser loses keys named `__proto__`. */
  readonly text: string;
  /** What it is, for screen readers. */
  readonly label: string;
  /** What is looked for; found places are opened and marked. */
  readonly search?: string;
  /** Levels that are open at first. */
  readonly openDepth?: number;
}

/** Rows that are drawn at once; a value may have a quarter of a million. */
const rowsStep = 200;

/** A JSON value as a tree that folds and copies. Arrows walk and fold, `c` copies the value, `p` its path. */
export function JsonView({ text, label, search = '', openDepth = 1 }: Props): ReactNode {
  const root = useMemo<unknown>(() => JSON.parse(text), [text]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [rowsMax, setRowsMax] = useState(rowsStep);
  const [chosen, setChosen] = useState('[]');
  const [said, setSaid] = useState('');
  const tree = useRef<HTMLDivElement>(null);
  const { rows, hasMore } = useMemo(
    () => jsonRows(root, { toggled, openDepth, search: search.trim().toLowerCase() }, rowsMax),
    [root, toggled, openDepth, search, rowsMax],
  );
  const here = Math.max(
    0,
    rows.findIndex((row) => row.id === chosen),
  );

  function handleToggle(row: JsonRow): void {
    setChosen(row.id);
    setToggled(toggleOf(toggled, row.id));
  }

  function handleCopy(row: JsonRow, what: 'path' | 'value'): void {
    const copied =
      what === 'path'
        ? jsonPath(row.steps)
        : typeof row.value === 'string'
          ? row.value
          : JSON.stringify(row.value, null, 2);
    void navigator.clipboard.writeText(copied).then(() => setSaid(`Copied the ${what} of ${jsonPath(row.steps)}`));
  }

  function handleKeyDown(event: KeyboardEvent): void {
    const row = rows[here];
    if (!row || event.metaKey || event.ctrlKey || event.altKey) return;
    const act = keyAction(event.key, row);
    if (act === null) return;
    event.preventDefault();
    if (act === 'toggle') handleToggle(row);
    else if (act === 'path' || act === 'value') handleCopy(row, act);
    else
      focusRow(
        act === 'parent'
          ? rows.findIndex(({ id }) => id === JSON.stringify(row.steps.slice(0, -1)))
          : act === 'first'
            ? 0
            : act === 'last'
              ? rows.length - 1
              : here + act,
      );
  }

  function focusRow(index: number): void {
    const row = rows[index];
    if (!row) return;
    setChosen(row.id);
    tree.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index]?.focus();
  }

  return (
    <div className={classes.view}>
      <div ref={tree} role="tree" aria-label={label} onKeyDown={handleKeyDown}>
        {rows.map((row, index) => (
          <JsonLine
            key={row.id}
            row={row}
            isCurrent={index === here}
            isLong={toggled.has(row.id)}
            search={search}
            onToggle={handleToggle}
            onCopy={handleCopy}
            onFocus={setChosen}
          />
        ))}
      </div>
      {hasMore && (
        <button type="button" className={buttons.plain} onClick={() => setRowsMax(rowsMax + rowsStep)}>
          Show {rowsStep} more lines
        </button>
      )}
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

type Action = 'toggle' | 'parent' | 'first' | 'last' | 'path' | 'value' | 1 | -1;

function keyAction(key: string, row: JsonRow): Action | null {
  if (key === 'ArrowRight') return row.size === null || row.isOpen ? 1 : 'toggle';
  if (key === 'ArrowLeft') return row.isOpen ? 'toggle' : 'parent';
  const actions: Readonly<Record<string, Action>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    Home: 'first',
    End: 'last',
    Enter: 'toggle',
    ' ': 'toggle',
    c: 'value',
    p: 'path',
  };
  return Object.hasOwn(actions, key) ? (actions[key] ?? null) : null;
}
