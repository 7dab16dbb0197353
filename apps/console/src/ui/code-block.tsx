'use client';

import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './code-block.module.css';

interface Props {
  readonly code: string;
  /** What it is: "with curl". */
  readonly label: string;
}

/** Code to take along. */
export function CodeBlock({ code, label }: Props): ReactNode {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <figure className={classes.block}>
      <figcaption className={classes.caption}>
        {label}
        <button type="button" className={classes.copy} onClick={() => copy(code)}>
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          {copied ? 'Copied' : 'Copy'}
        </button>
      </figcaption>
      <pre className={classes.code} tabIndex={0} role="region" aria-label={`Code ${label}`}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
