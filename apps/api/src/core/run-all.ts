/** So many failures are no longer the fault of single steps: the database is gone, and the rest would only wait for it. */
const FAILURES_MAX = 5;

/**
 * Runs steps one after the other; one that fails stops no other.
 *
 * @throws the first error, once all has been tried, or after five failures.
 */
export async function runAll(steps: Iterable<() => Promise<unknown>>): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    if (failures.length === FAILURES_MAX) break;
    await step().catch((err: unknown) => failures.push(err));
  }
  if (failures.length > 0) throw failures[0];
}
