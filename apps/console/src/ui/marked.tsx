import type { ReactNode } from 'react';
import classes from './marked.module.css';

interface Props {
  readonly text: string;
  /** Compared without regard to case; empty for none. */
  readonly search: string;
}

/** A text with what is looked for marked in it. */
export function Marked({ text, search }: Props): ReactNode {
  const wanted = search.trim().toLowerCase();
  const lower = text.toLowerCase();
  // In a few languages a letter changes its length with its case; there the places would be wrong.
  if (wanted === '' || lower.length !== text.length) return text;
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    parts.push(
      text.slice(from, at),
      <mark key={at} className={classes.mark}>
        {text.slice(at, at + wanted.length)}
      </mark>,
    );
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}
