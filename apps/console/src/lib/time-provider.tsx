'use client';

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { type Preferences, preferenceCookie, type TimeStyle } from './preferences';

interface TimeView {
  /** Milliseconds; moves on by itself, the same for everything on the page. */
  readonly now: number;
  readonly zone: string;
  readonly localZone: string;
  readonly times: TimeStyle;
  readonly setZone: (zone: string) => void;
  readonly setTimes: (times: TimeStyle) => void;
}

const TimeContext = createContext<TimeView | null>(null);

/** How often relative times are drawn anew. Below a minute they are counted in seconds, and ten are close enough to watch. */
const tickMs = 10_000;

interface Props {
  /** The server's clock when it drew the page, so that the first drawing in the browser is the same. */
  readonly drawnAt: number;
  readonly preferences: Preferences;
  readonly children: ReactNode;
}

export function TimeProvider({ drawnAt, preferences, children }: Props): ReactNode {
  const [now, setNow] = useState(drawnAt);
  const [zone, setZoneState] = useState(preferences.zone ?? 'UTC');
  const [localZone, setLocalZone] = useState(preferences.zone ?? 'UTC');
  const [times, setTimesState] = useState(preferences.times);

  const setZone = useCallback((chosen: string) => {
    setZoneState(chosen);
    document.cookie = preferenceCookie('zone', chosen);
  }, []);
  const setTimes = useCallback((chosen: TimeStyle) => {
    setTimesState(chosen);
    document.cookie = preferenceCookie('times', chosen);
  }, []);

  useEffect(() => {
    const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setLocalZone(local);
    // UTC was chosen by hand; any other zone follows the traveller.
    if (preferences.zone !== 'UTC') setZone(local);
  }, [preferences.zone, setZone]);

  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);

  const view = useMemo(
    () => ({ now, zone, localZone, times, setZone, setTimes }),
    [now, zone, localZone, times, setZone, setTimes],
  );
  return <TimeContext value={view}>{children}</TimeContext>;
}

/** The page's clock and how its reader wants times. */
export function useTimeView(): TimeView {
  const view = use(TimeContext);
  if (view === null) throw new Error('useTimeView needs a TimeProvider above it.');
  return view;
}
