'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import classes from './button.module.css';

export function Retry(): ReactNode {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <button
      type="button"
      className={classes.primary}
      disabled={isPending}
      onClick={() => startTransition(() => router.refresh())}
    >
      {isPending ? 'Trying…' : 'Try again'}
    </button>
  );
}
