'use client';

import type { ReactNode } from 'react';
import { duration, exactTime } from '../lib/format/time';
import { useTimeView } from '../lib/time-provider';

/** How long it is until an instant; never negative, since what fell due is about to happen. */
export function TimeLeft({ until }: { readonly until: string }): ReactNode {
  const { now, zone } = useTimeView();
  const instant = Date.parse(until);
  return (
    <time dateTime={until} title={exactTime(instant, zone)}>
      {instant > now ? `in ${duration(roughly(instant - now))}` : 'any moment now'}
    </time>
  );
}

const secondsCountBelowMs = 2 * 60_000;

/** Whole minutes while there are several: seconds that count down draw the eye to what needs none. */
function roughly(lengthMs: number): number {
  return lengthMs < secondsCountBelowMs ? lengthMs : Math.floor(lengthMs / 60_000) * 60_000;
}
