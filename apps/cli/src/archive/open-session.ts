import type { Session } from '@foyer/client';

/** The session that a part is about, while its lines are being taken. */
export interface OpenSession {
  readonly id: string;
  readonly slug: string;
  /** Made by this import: nothing is in it but what this import has put there. */
  readonly isNew: boolean;
  /** Not all of it has been there yet, so that what is missing is not what somebody took away. */
  readonly isUnfinished: boolean;
  status: Session['status'];
  /** It was paused, and this import has made it active to write into it. */
  wasResumed: boolean;
  /** Its seq as this import knows it: `null` after a write that does not tell. */
  seq: number | null;
}
