import { LIMITS } from '@foyer/types/limits';

/*
 * Reads of single things, gathered into statements for many: whatever is asked for in one turn of the event loop, be it by the
 * fields of one request or by many requests. A busy server so asks the database far less often than it is asked; an idle one does
 * not wait.
 */

/** Reads things of one kind for several ids at once; gives what belongs to each id. */
export type LoadMany<Value> = (ids: readonly string[]) => Promise<(id: string) => Value>;

/** What is going to be read together. */
interface Batch {
  readonly ids: Set<string>;
  readonly loaded: Promise<(id: string) => unknown>;
}

/** As many as the longest list has. More go into the next statement, so that no answer waits for ever more others. */
const BATCH_MAX = LIMITS.pageSizeMax;

/** The reads of one caller: what they may see, they all may see. */
export class Gatherer {
  private readonly open = new Map<unknown, Batch>();

  /**
   * What `load` gives for the id. It is read after this call, so nothing that was committed before is missing.
   *
   * @param kind names what is read, and how; the first one's `load` serves all who ask under the same kind.
   */
  async one<Value>(kind: unknown, id: string, load: LoadMany<Value>): Promise<Value> {
    const batch = this.batchFor(kind, load);
    batch.ids.add(id);
    const valueOf = await batch.loaded;
    return valueOf(id) as Value;
  }

  private batchFor(kind: unknown, load: LoadMany<unknown>): Batch {
    const open = this.open.get(kind);
    if (open && open.ids.size < BATCH_MAX) return open;
    const ids = new Set<string>();
    const batch: Batch = { ids, loaded: behindArrivals().then(() => this.close(kind, batch, load)) };
    this.open.set(kind, batch);
    return batch;
  }

  private close(kind: unknown, batch: Batch, load: LoadMany<unknown>): Promise<(id: string) => unknown> {
    // A fuller one is closed already, and another open in its place.
    if (this.open.get(kind) === batch) this.open.delete(kind);
    return load([...batch.ids]);
  }
}

/** Resolves when all that has arrived by now is being worked on. */
const behindArrivals = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
