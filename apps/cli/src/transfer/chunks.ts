import { LIMITS } from '@foyer/types/limits';

/** Leaves room in the request for the document, the ids and what escaping adds. */
const chunkBytesMax = LIMITS.requestBytesMax / 2;

/**
 * Cuts a list into requests: as many items as one call takes, and no more bytes than one request takes. A single item is
 * never cut, however large; the server says what it thinks of it.
 */
export function* chunksOf<Item>(items: readonly Item[]): Generator<Item[], void> {
  const chunker = new Chunker<Item>();
  for (const item of items) {
    const full = chunker.add(item);
    if (full.length > 0) yield full;
  }
  const last = chunker.take();
  if (last.length > 0) yield last;
}

/** As `chunksOf`, for items that come one by one. */
export class Chunker<Item> {
  #items: Item[] = [];
  #bytes = 0;

  /** Takes the item in; gives the chunk before it where the two do not fit into one, else nothing. */
  add(item: Item): Item[] {
    const bytes = Buffer.byteLength(JSON.stringify(item));
    const isFull = this.#items.length >= LIMITS.messagesPerCallMax || this.#bytes + bytes > chunkBytesMax;
    const full = isFull ? this.take() : [];
    this.#items.push(item);
    this.#bytes += bytes;
    return full;
  }

  /** How many items wait. */
  get size(): number {
    return this.#items.length;
  }

  /** Gives what has been gathered, and begins anew. */
  take(): Item[] {
    const items = this.#items;
    this.#items = [];
    this.#bytes = 0;
    return items;
  }
}
