'use client';

import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './copy-text.module.css';

interface Props {
  /** What is copied, and shown on hover. */
  readonly text: string;
  /** What it is, for screen readers: "id", "slug". */
  readonly label: string;
  /** What is shown in place of the whole. */
  readonly shown?: string;
}

/** An id, key or path that copies on click. */
export function CopyText({ text, label, shown = text }: Props): ReactNode {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <button
      type="button"
      className={classes.copy}
      title={text}
      onClick={() => copy(text)}
      aria-label={`Copy ${label} ${text}`}
    >
      <span className={classes.text}>{shown}</span>
      {copied ? (
        <IconCheck size={13} className={classes.done} aria-hidden />
      ) : (
        <IconCopy size={13} className={classes.sign} aria-hidden />
      )}
      <span className="visually-hidden" aria-live="polite">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}
