// A part is a run of lines that belong together: a user or a session and what is theirs. Its lines are taken one after the
// other; parts run beside each other, each fed through a channel while the file is being read.
import type { ImportContext } from '../transfer/import-context.js';
import { isRefusal, refuseOrThrow, type Place } from '../transfer/run.js';
import { Channel } from './channel.js';
import type { ArchiveLine } from './lines.js';
import type { OrderPlace } from './order.js';

/** A line together with where it stands. */
export interface Placed<Line extends ArchiveLine = ArchiveLine> {
  readonly line: Line;
  readonly place: Place;
}

/** What is done with the lines of one part. */
export interface PartWork {
  /** Whether this line, coming next, belongs to it. */
  accepts(line: ArchiveLine): boolean;
  /**
   * Takes all lines, the first one included. Refuses single lines in the report.
   *
   * @throws PartRefused where the rest of the part cannot be taken either.
   */
  run(part: RunningPart): Promise<void>;
}

/** What the work sees of its part. */
export interface RunningPart {
  readonly order: OrderPlace;
  readonly lines: AsyncIterable<Placed>;
  /** Whether all lines have been taken so far, also those that could not even be read. */
  readonly isWhole: () => boolean;
  /** Refuses a line; the part is no longer whole. */
  readonly refuse: (place: Place, error: unknown) => void;
}

/** A refusal after which the rest of its part makes no sense. */
export class PartRefused extends Error {
  override readonly name = 'PartRefused';
  readonly place: Place;
  override readonly cause: unknown;
  /** How many lines it stands for: the one in its place, and others that had been read and waited to be sent. */
  readonly lines: number;

  constructor(place: Place, cause: unknown, lines = 1) {
    super('The part cannot be taken.');
    this.place = place;
    this.cause = cause;
    this.lines = lines;
  }
}

/** The reader's end of a part. */
export class Part {
  readonly #work: PartWork;
  readonly #order: OrderPlace;
  readonly #context: ImportContext;
  readonly #channel = new Channel<Placed>();
  #isWhole = true;

  constructor(work: PartWork, order: OrderPlace, context: ImportContext) {
    this.#work = work;
    this.#order = order;
    this.#context = context;
  }

  accepts(line: ArchiveLine): boolean {
    return this.#work.accepts(line);
  }

  /** Hands on a line; settles when the next may come. */
  push(entry: Placed, bytes: number): Promise<void> {
    return this.#channel.push(entry, bytes);
  }

  /** Notes that a line in its midst could not be read. */
  spoil(): void {
    this.#isWhole = false;
  }

  /** Says that its last line has been handed on. */
  close(): void {
    this.#channel.close();
  }

  async run(): Promise<void> {
    try {
      await this.#work.run({
        order: this.#order,
        lines: this.#channel,
        isWhole: () => this.#isWhole,
        refuse: (place, error) => {
          this.#isWhole = false;
          refuseOrThrow(this.#context.report, place, error);
        },
      });
    } catch (error) {
      if (!(error instanceof PartRefused)) throw error;
      refuseOrThrow(this.#context.report, error.place, error.cause, error.lines);
      // What waits for its making need not wait for lines that will all be left out.
      this.#order.done();
      await this.#leaveOutRest();
    } finally {
      this.#channel.abandon();
      this.#order.done();
    }
  }

  async #leaveOutRest(): Promise<void> {
    const rest: Place[] = [];
    let count = 0;
    for await (const { place } of this.#channel) {
      if (count === 0) rest.push(place);
      rest[1] = place;
      count += 1;
    }
    const [first, last] = rest;
    if (first === undefined || last === undefined) return;
    const reason = `${count} lines, up to line ${last.line}, were left out with the one before.`;
    this.#context.report.refuse({ ...first, reason }, count);
  }
}

/**
 * Sends items at once; where they are refused, halves them until only those are refused that deserve it. Their order stays.
 *
 * @param onRefused - told of each; may throw, which ends the sending.
 */
export async function sendItems<Item>(
  items: readonly Item[],
  send: (items: readonly Item[]) => Promise<void>,
  onRefused: (item: Item, error: unknown) => void,
): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  try {
    await send(items);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (items.length === 1) return onRefused(first, error);
    const half = Math.ceil(items.length / 2);
    await sendItems(items.slice(0, half), send, onRefused);
    await sendItems(items.slice(half), send, onRefused);
  }
}
