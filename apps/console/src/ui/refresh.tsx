'use client';

import { IconRefresh } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { clockTimeWithSeconds } from '../lib/format/time';
import { useTimeView } from '../lib/time-provider';
import classes from './refresh.module.css';

/** Says as of when the page is, and gets it anew: nothing here is live, and it must not look as if it were. */
export function Refresh({ loadedAt }: { readonly loadedAt: number }): ReactNode {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const { zone } = useTimeView();
  return (
    <button
      type="button"
      className={classes.refresh}
      onClick={() => startTransition(() => router.refresh())}
      disabled={isPending}
    >
      <span className={classes.words}>
        <span className={classes.prefix}>As of </span>
        <time>{clockTimeWithSeconds(loadedAt, zone)}</time>
      </span>
      <IconRefresh size={15} stroke={1.7} data-turning={isPending || undefined} aria-hidden />
      <span className="visually-hidden">, load again</span>
    </button>
  );
}
