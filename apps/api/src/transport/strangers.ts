import type { Socket } from 'node:net';
import { DomainError } from '../core/errors.js';

/*
 * Sockets on which nobody has said yet who it is. They are to be had without a credential, so that there may be few of them, and
 * each may hold little.
 */

/** What a socket may send until it has said who it is, in bytes: nothing of it is from anybody who is known. */
const STRANGER_BYTES_MAX = 16 * 1024;

export class Strangers {
  private readonly counts = new Map<string, number>();

  /**
   * @param max so many of one place of the network may be open.
   * @param placeOf what of the network an address belongs to.
   */
  constructor(
    private readonly max: number,
    private readonly placeOf: (address: string) => string,
  ) {}

  /** @throws DomainError `RATE_LIMITED` where there are as many from there as may be. */
  assertRoom(address: string): void {
    if ((this.counts.get(this.placeOf(address)) ?? 0) < this.max) return;
    throw new DomainError(
      'RATE_LIMITED',
      `At most ${this.max} sockets from one place that have not said whose they are.`,
    );
  }

  /** Counts a socket; gives what counts it no more, be it called once or often. */
  enter(address: string): () => void {
    const place = this.placeOf(address);
    this.counts.set(place, (this.counts.get(place) ?? 0) + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const left = (this.counts.get(place) ?? 0) - 1;
      if (left > 0) this.counts.set(place, left);
      else this.counts.delete(place);
    };
  }
}

/**
 * Calls back once more has come over a connection than a stranger may send, in whatever frames. Gives what stops counting.
 *
 * Call it where something else reads the connection already: listening for what comes makes it come.
 */
export function watchBytes(raw: Socket, tooMany: () => void): () => void {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= STRANGER_BYTES_MAX) return;
    stop();
    tooMany();
  };
  const stop = (): void => void raw.off('data', count);
  // Before whoever reads frames: what is too much is not to be taken for a message first.
  raw.prependListener('data', count);
  return stop;
}
