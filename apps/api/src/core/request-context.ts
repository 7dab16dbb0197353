import type { Environment } from '@foyer/types/enums';
import type { Actor, Call } from './context.js';
import type { Gatherer } from './gather.js';

/** Where a request came from, and what it can take back: the cookie that signs an operator in. */
export interface Visit {
  /** Of the network, as far as proxies that are trusted tell it. */
  readonly address: string;
  /** What the cookie holds that came with the request. */
  readonly loginToken: string | null;
  /** Has the browser keep another cookie, or forget it where null. */
  setLogin(token: string | null): void;
}

export interface RequestParts extends Call {
  readonly visit: Visit | null;
  /** The caller's, for all of their requests that run at the same time. */
  readonly gatherer: Gatherer;
}

/**
 * One request: who asks, and what gathers the reads of its fields, so that a list costs one statement per kind of thing and not
 * one per row.
 */
export class RequestContext implements Call {
  readonly actor: Actor;
  readonly requestId: string;
  readonly environment: Environment;
  /** Null where there is no cookie to be had, as on a socket. */
  readonly visit: Visit | null;
  private readonly gatherer: Gatherer;

  constructor({ actor, requestId, environment, visit, gatherer }: RequestParts) {
    this.actor = actor;
    this.requestId = requestId;
    this.environment = environment;
    this.visit = visit;
    this.gatherer = gatherer;
  }

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
