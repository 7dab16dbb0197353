import { bytesOfRows, currentAllowance, underAllowance, type Allowance } from './allowance.js';
import { DomainError } from './errors.js';
import { bounds } from './limits.js';

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
  /** The requests that it is read for, by their allowances. */
  readonly requests: Set<Allowance | null>;
  readonly loaded: Promise<(id: string) => unknown>;
}

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
    const allowance = currentAllowance();
    batch.ids.add(id);
    batch.requests.add(allowance);
    try {
      const value = (await batch.loaded)(id) as Value;
      allowance?.take(bytesOfRows(value));
      allowance?.assertWithin();
      return value;
    } catch (err) {
      // It was too much for one statement: whoever asked for little is not to pay for the others, and reads for themselves.
      if (!isTooMuch(err) || allowance?.isSpent || batch.requests.size === 1) throw err;
      return (await load([id]))(id);
    }
  }

  private batchFor(kind: unknown, load: LoadMany<unknown>): Batch {
    const open = this.open.get(kind);
    // As many as the longest list has. More go into the next statement, so that no answer waits for ever more others.
    if (open && open.ids.size < bounds.pageSizeMax) return open;
    const loaded = behindArrivals().then(() => this.close(kind, batch, load));
    const batch: Batch = { ids: new Set(), requests: new Set(), loaded };
    this.open.set(kind, batch);
    return batch;
  }

  private close(kind: unknown, batch: Batch, load: LoadMany<unknown>): Promise<(id: string) => unknown> {
    // A fuller one is closed already, and another open in its place.
    if (this.open.get(kind) === batch) this.open.delete(kind);
    return underAllowance(() => load([...batch.ids]));
  }
}

const isTooMuch = (err: unknown): boolean => err instanceof DomainError && err.code === 'QUERY_TOO_COMPLEX';

/** Resolves when all that has arrived by now is being worked on. */
const behindArrivals = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
