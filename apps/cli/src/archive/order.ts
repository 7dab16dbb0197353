/** One place in the order of an import. */
export interface OrderPlace {
  /** Settles when everything before it has been made; what it makes itself then comes after. */
  readonly earlierMade: Promise<void>;
  /** Settles when everything before it is over and done. */
  readonly earlierDone: Promise<void>;
  /** Says that what it makes is made. */
  readonly made: () => void;
  /** Says that it is over, whichever way it went; also that it will make nothing more. */
  readonly done: () => void;
}

/**
 * Keeps an order among pieces of work that run at once. Users and sessions are listed in the order in which they were made,
 * so they are made in the order of the file, while all that goes into them may overlap.
 */
export class Order {
  #made: Promise<void> = Promise.resolve();
  #done: Promise<void> = Promise.resolve();

  /** The place behind all that were taken before. */
  take(): OrderPlace {
    const earlierMade = this.#made;
    const earlierDone = this.#done;
    const made = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    this.#made = earlierMade.then(() => made.promise);
    this.#done = earlierDone.then(() => done.promise);
    return {
      earlierMade,
      earlierDone,
      made: made.resolve,
      done: () => {
        made.resolve();
        done.resolve();
      },
    };
  }
}
