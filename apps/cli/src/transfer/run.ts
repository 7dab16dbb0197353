import { FoyerError } from '@foyer/client';
import type { Report } from './report.js';
import { BadLine } from './shape.js';

/** A piece of an import that may run beside others. It refuses what is wrong with its lines by itself. */
export type Job = () => Promise<void>;

export interface RunOptions {
  /** How many jobs run at once. */
  readonly concurrency: number;
  /** Once aborted, no job is begun; those that run end at their next resting place. */
  readonly stop: AbortSignal;
}

/** Thrown by `assertGoing`: the user asked to stop. What was written stays, and a later run goes on from there. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** @throws Stopped where the user asked to stop; called between two writes. */
export function assertGoing(stop: AbortSignal): void {
  if (stop.aborted) throw new Stopped('Stopped.');
}

/**
 * Runs the jobs in their order, some at once. The next job is asked for as soon as there may be one, even while all places
 * are taken: a source may hand the running jobs their lines only while it is being read.
 *
 * @throws the first error of a job or of the source, after all that run have ended.
 */
export async function runJobs(jobs: AsyncIterable<Job>, { concurrency, stop }: RunOptions): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const job of jobs) {
      while (running.size >= concurrency) await Promise.race(running);
      if (failures.length > 0 || stop.aborted) break;
      const done = job()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(done));
      running.add(done);
    }
  } finally {
    await Promise.all(running);
  }
  const failure = failures.find((error) => !(error instanceof Stopped));
  if (failure !== undefined) throw failure;
}

/** Errors that concern the whole import: going on would refuse every line for the same reason. */
const FATAL_CODES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NETWORK_ERROR',
  'TIMEOUT',
  'BAD_RESPONSE',
  'UNAVAILABLE',
  'RATE_LIMITED',
  'STORAGE_FULL',
  'GRAPHQL_VALIDATION_FAILED',
]);

/** True where only this line, or this conversation, cannot be taken. */
export function isRefusal(error: unknown): error is BadLine | FoyerError {
  return error instanceof BadLine || (error instanceof FoyerError && !FATAL_CODES.has(error.code));
}

/** Where in which file something stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Notes a refusal in the report, which may stand for several lines; lets every other error through. */
export function refuseOrThrow(report: Report, place: Place, error: unknown, lines = 1): void {
  if (!isRefusal(error)) throw error;
  const code = error instanceof FoyerError ? ` (${error.code})` : '';
  report.refuse({ ...place, reason: `${error.message}${code}` }, lines);
}

/** Runs work on the same thing one after the other, and work on different things at once. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  run(lane: string, work: Job): Promise<void> {
    const before = this.#last.get(lane) ?? Promise.resolve();
    // What went wrong before is its own caller's affair.
    const done = before.then(work, work).finally(() => {
      if (this.#last.get(lane) === done) this.#last.delete(lane);
    });
    this.#last.set(lane, done);
    return done;
  }
}
