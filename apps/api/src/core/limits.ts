import { LIMITS } from '@foyer/types/limits';

/*
 * Bounds that pure functions check and that a deployment may set. They are the process's own, settled once when the app is put
 * together: a bound that each function were handed would run through half of the code and could not differ anywhere.
 */

/** What the process allows. Bytes are UTF-8 bytes. */
export interface Bounds {
  /** Of one text or JSON value. */
  readonly valueBytesMax: number;
  /** Of one page, and of what one statement reads for many. */
  readonly pageSizeMax: number;
  /** What the database may bring for one request, and what its answer may hold. */
  readonly answerBytesMax: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_BOUNDS: Bounds = {
  valueBytesMax: LIMITS.valueBytesMax,
  pageSizeMax: LIMITS.pageSizeMax,
  answerBytesMax: 16 * MIB,
};

/** The bounds in force. */
export let bounds: Bounds = { ...DEFAULT_BOUNDS };

/** Puts bounds into force for the whole process; the composition root does it before anything is asked. */
export function settleBounds({ valueBytesMax, pageSizeMax, answerBytesMax }: Bounds): void {
  bounds = Object.freeze({ valueBytesMax, pageSizeMax, answerBytesMax });
}
