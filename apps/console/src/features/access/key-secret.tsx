'use client';

import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import button from '../../ui/button.module.css';
import classes from './access-forms.module.css';

interface Props {
  readonly secret: string;
  readonly onDone: () => void;
}

/** A new key's secret, for the one time that it can be seen. */
export function KeySecret({ secret, onDone }: Props): ReactNode {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  return (
    <>
      <p>Copy it now, to where the app reads it from. It will not be shown again: Foyer keeps only a hash of it.</p>
      <output className={classes.secret} aria-label="API key">
        {secret}
      </output>
      <div className={classes.actions}>
        <button type="button" className={button.primary} onClick={() => copy(secret)} data-autofocus>
          {copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
          {copied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" className={button.plain} onClick={onDone}>
          Done
        </button>
      </div>
    </>
  );
}
