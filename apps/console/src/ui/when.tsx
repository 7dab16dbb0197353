'use client';

import type { ReactNode } from 'react';
import { exactTime, relativeTime, shortTime } from '../lib/format/time';
import { useTimeView } from '../lib/time-provider';

interface Props {
  /** An instant as the API gives it. */
  readonly at: string;
  readonly className?: string | undefined;
}

/** An instant: relative or exact as the reader chose, exact on hover. */
export function When({ at, className }: Props): ReactNode {
  const { now, zone, times } = useTimeView();
  const instant = Date.parse(at);
  return (
    <time dateTime={at} title={exactTime(instant, zone)} className={className}>
      {times === 'relative' ? relativeTime(instant, now) : shortTime(instant, now, zone)}
    </time>
  );
}
