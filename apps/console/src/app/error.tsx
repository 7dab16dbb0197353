'use client';

import type { ReactNode } from 'react';
import button from '../ui/button.module.css';
import { NothingHere } from '../ui/nothing-here';

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function PageFault({ error, reset }: Props): ReactNode {
  return (
    <NothingHere title="The console has a fault here" href="/sessions" link="To the sessions">
      The page could not be drawn. Nothing was changed.
      {error.digest !== undefined && ` The console’s log has it under ${error.digest}.`}{' '}
      <button type="button" className={button.plain} onClick={reset}>
        Try again
      </button>
    </NothingHere>
  );
}
