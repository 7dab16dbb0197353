import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from './errors.js';
import { bounds } from './limits.js';

/*
 * How much the database may bring for one request. A page of a hundred has a known number of rows, but a row can have near a
 * megabyte: what comes is counted as it comes, so that a request that asks for more than a process should hold ends there.
 */

const MIB = 1024 * 1024;

/** Rows of fewer bytes are not remembered one by one, and count as so many each: what is made of them costs more than they do. */
export const LARGE_ROW_BYTES = 1_024;
const SMALL_ROW_BYTES = 200;

/** What was read for one request, or for one statement that serves several, may have so many bytes in all. */
export class Allowance {
  private left: number;
  private readonly max = bounds.answerBytesMax;

  constructor() {
    this.left = this.max;
  }

  /** Whether nothing may come any more. */
  get isSpent(): boolean {
    return this.left < 0;
  }

  take(bytes: number): void {
    this.left -= bytes;
  }

  /** @throws DomainError `QUERY_TOO_COMPLEX` where more has come than may. */
  assertWithin(): void {
    if (this.isSpent) throw this.refusal();
  }

  refusal(): DomainError {
    const message = `The answer takes more than ${this.max / MIB} MiB; ask for fewer fields, or for smaller pages.`;
    return new DomainError('QUERY_TOO_COMPLEX', message);
  }
}

const current = new AsyncLocalStorage<Allowance>();

/** The allowance of the request that is being worked on; null outside of any. */
export const currentAllowance = (): Allowance | null => current.getStore() ?? null;

/** Does the work under an allowance of its own. */
export const underAllowance = <Value>(work: () => Value): Value => current.run(new Allowance(), work);

const largeRows = new WeakMap<object, number>();

/** Remembers how large a row was, for when it is handed out to a request other than the one that had it read. */
export function noteRowSize(row: object, bytes: number): void {
  largeRows.set(row, bytes);
}

/** What a row, or a list of rows, counts for whoever is handed it. */
export function bytesOfRows(rows: unknown): number {
  if (typeof rows !== 'object' || rows === null) return 0;
  if (!Array.isArray(rows)) return largeRows.get(rows) ?? SMALL_ROW_BYTES;
  let sum = 0;
  for (const row of rows) sum += bytesOfRows(row);
  return sum;
}
