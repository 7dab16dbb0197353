import type { SessionSort, SessionStatus } from './generated/graphql';

/** What each status is called and which colour its dot has. */
export const STATUS_WORDS: Readonly<Record<SessionStatus, { word: string; tone: 'green' | 'amber' | 'grey' }>> = {
  ACTIVE: { word: 'Active', tone: 'green' },
  PAUSED: { word: 'Paused', tone: 'amber' },
  ENDED: { word: 'Ended', tone: 'grey' },
};

/** What each order is called, and what its pages before and after are. */
export const SORT_WORDS: Readonly<Record<SessionSort, { word: string; previous: string; next: string }>> = {
  LAST_ACTIVITY_DESC: { word: 'Last activity, newest first', previous: 'Newer', next: 'Older' },
  LAST_ACTIVITY_ASC: { word: 'Last activity, oldest first', previous: 'Older', next: 'Newer' },
  STARTED_DESC: { word: 'Started, newest first', previous: 'Newer', next: 'Older' },
  STARTED_ASC: { word: 'Started, oldest first', previous: 'Older', next: 'Newer' },
  MESSAGES_DESC: { word: 'Most messages first', previous: 'More messages', next: 'Fewer messages' },
};
