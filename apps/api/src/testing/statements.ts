import pg from 'pg';
import { vi } from 'vitest';
import type { TestApi } from './test-api.js';

/*
 * What the API asks of the database, and how much of a table that takes.
 */

/** A statement that ran, with its values; `name` where it is a prepared one. */
export interface Ran {
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements with values that run, on any connection, while `work` does. */
export async function recordStatements(work: () => Promise<unknown>): Promise<Ran[]> {
  const ran: Ran[] = [];
  const original = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function record(
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [what, values] = given as [string | Ran, unknown];
    if (typeof what !== 'string') ran.push(what);
    else if (Array.isArray(values)) ran.push({ name: null, text: what, values });
    return original.apply(this, given) as undefined;
  });
  await work().finally(() => spy.mockRestore());
  return ran;
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** What running a statement once more takes: rows of the table that it looks at, and pages of whatever it looks at or writes. */
export interface Effort {
  readonly rows: number;
  readonly pages: number;
}

/**
 * Runs statements again, in order, in a transaction that comes to nothing, and says what they take together. `undo` is run first,
 * to take away what they left when they ran before.
 */
export async function effortOf(
  api: TestApi,
  table: string,
  ran: readonly Ran[],
  undo: { readonly text: string; readonly values: readonly unknown[] },
): Promise<Effort> {
  const runner = api.dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query(undo.text, [...undo.values]);
    let effort: Effort = { rows: 0, pages: 0 };
    for (const { text, values } of ran) {
      const [row] = await runner.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, [...values]);
      const plan = row['QUERY PLAN'][0].Plan as Plan;
      const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      effort = { rows: effort.rows + rowsOf(plan, table), pages: effort.pages + pages };
    }
    return effort;
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}

function rowsOf(plan: Plan, table: string): number {
  const scans = plan['Relation Name'] === table && plan['Node Type'] !== 'ModifyTable';
  const seen =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return (plan.Plans ?? []).reduce((sum, below) => sum + rowsOf(below, table), scans ? seen * plan['Actual Loops'] : 0);
}
