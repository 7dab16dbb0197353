import type { Environment } from '@foyer/types/enums';
import type { Actor, Call } from './context.js';
import { Gatherer } from './gather.js';

/**
 * One request: who asks, and what gathers the reads of its fields, so that a list costs one statement per kind of thing and not
 * one per row.
 */
export class RequestContext implements Call {
  /** @param gatherer the caller's, for all of their requests that run at the same time. */
  constructor(
    readonly actor: Actor,
    readonly requestId: string,
    readonly environment: Environment,
    private readonly gatherer: Gatherer = new Gatherer(),
  ) {}

  /**
   * The one row of `id`, gathered with the other ids that are asked for under the same `kind`; null where there is none.
   *
   * @param kind names what is loaded; the first caller's `load` serves all.
   */
  batchOne<Row>(
    kind: unknown,
    id: string,
    load: (ids: readonly string[]) => Promise<readonly Row[]>,
    idOf: (row: Row) => string,
  ): Promise<Row | null> {
    return this.gatherer.one(kind, id, async (ids) => {
      const rows = new Map((await load(ids)).map((row) => [idOf(row), row]));
      return (one) => rows.get(one) ?? null;
    });
  }

  /** As `batchOne`, for all rows of `id`, in the order in which `load` gives them. */
  batchMany<Row>(
    kind: unknown,
    id: string,
    load: (ids: readonly string[]) => Promise<readonly Row[]>,
    idOf: (row: Row) => string,
  ): Promise<Row[]> {
    return this.gatherer.one(kind, id, async (ids) => {
      const rows = new Map<string, Row[]>(ids.map((one) => [one, []]));
      for (const row of await load(ids)) rows.get(idOf(row))?.push(row);
      return (one) => rows.get(one) ?? [];
    });
  }
}
