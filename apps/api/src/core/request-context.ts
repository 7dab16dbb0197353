import DataLoader from 'dataloader';
import type { Actor, Call } from './context.js';
import type { Environment } from '@foyer/types/enums';

/**
 * One request: who asks, and the loaders that gather what its fields need, so that a list costs one statement per kind of thing
 * and not one per row. Nothing in it outlives the request.
 */
export class RequestContext implements Call {
  private readonly loaders = new Map<unknown, DataLoader<string, unknown>>();

  constructor(
    readonly actor: Actor,
    readonly requestId: string,
    readonly environment: Environment,
  ) {}

  /**
   * The one row of `id`, gathered with the other ids of this request that ask under the same `kind`; null where there is none.
   *
   * @param kind names what is loaded; the first caller's `load` serves all.
   */
  batchOne<Row>(
    kind: unknown,
    id: string,
    load: (ids: readonly string[]) => Promise<readonly Row[]>,
    idOf: (row: Row) => string,
  ): Promise<Row | null> {
    return this.loader<Row | null>(kind, async (ids) => {
      const rows = new Map((await load(ids)).map((row) => [idOf(row), row]));
      return ids.map((one) => rows.get(one) ?? null);
    }).load(id);
  }

  /** As `batchOne`, for all rows of `id`, in the order in which `load` gives them. */
  batchMany<Row>(
    kind: unknown,
    id: string,
    load: (ids: readonly string[]) => Promise<readonly Row[]>,
    idOf: (row: Row) => string,
  ): Promise<Row[]> {
    return this.loader<Row[]>(kind, async (ids) => {
      const rows = new Map<string, Row[]>(ids.map((one) => [one, []]));
      for (const row of await load(ids)) rows.get(idOf(row))?.push(row);
      return ids.map((one) => rows.get(one) ?? []);
    }).load(id);
  }

  private loader<Value>(kind: unknown, batch: (ids: readonly string[]) => Promise<Value[]>): DataLoader<string, Value> {
    let loader = this.loaders.get(kind) as DataLoader<string, Value> | undefined;
    if (!loader) {
      // Without a cache: a mutation earlier in the same request must not be answered with what was there before.
      loader = new DataLoader<string, Value>(batch, { cache: false });
      this.loaders.set(kind, loader as DataLoader<string, unknown>);
    }
    return loader;
  }
}
