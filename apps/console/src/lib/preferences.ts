import { isTimeZone } from './format/time';

// Kept in cookies, not in the browser's storage: the server draws the page with them, so nothing jumps when scripts arrive.
export const PREFERENCE_COOKIES = { zone: 'foyer_zone', times: 'foyer_times', rail: 'foyer_rail' } as const;

export type TimeStyle = 'relative' | 'exact';
export type RailWidth = 'wide' | 'narrow';

export interface Preferences {
  /** IANA name; null where the browser has not said yet which one it is in. */
  readonly zone: string | null;
  readonly times: TimeStyle;
  readonly rail: RailWidth;
}

/** Reads the preferences; a cookie that says anything else counts as absent. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const zone = cookie(PREFERENCE_COOKIES.zone);
  return {
    zone: zone !== undefined && isTimeZone(zone) ? zone : null,
    times: cookie(PREFERENCE_COOKIES.times) === 'exact' ? 'exact' : 'relative',
    rail: cookie(PREFERENCE_COOKIES.rail) === 'narrow' ? 'narrow' : 'wide',
  };
}

const yearSeconds = 31_536_000;

/** The line for `document.cookie` that keeps a preference for a year. */
export function preferenceCookie(name: keyof typeof PREFERENCE_COOKIES, value: string): string {
  return `${PREFERENCE_COOKIES[name]}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
}
