'use client';

import { type ReactNode, useState } from 'react';
import { count } from '../../lib/format/text';
import classes from './message.module.css';

/** Longer texts are folded: one of them must not push the conversation out of sight. */
const charsShown = 900;
const linesShown = 14;

/** A text as it was written, folded where it is long. */
export function LongText({ text }: { readonly text: string }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > charsShown || text.split('\n', linesShown + 1).length > linesShown;
  return (
    <>
      <p className={classes.text} dir="auto" data-folded={(isLong && !isWhole) || undefined}>
        {text}
      </p>
      {isLong && (
        <button type="button" className={classes.unfold} onClick={() => setWhole(!isWhole)} aria-expanded={isWhole}>
          {isWhole ? 'Fold' : `Show all ${count([...text].length)} characters`}
        </button>
      )}
    </>
  );
}
