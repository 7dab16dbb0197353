/** How much may wait in a channel before its writer has to. */
const waitingBytesMax = 4 * 1024 * 1024;
const waitingItemsMax = 1_000;

/** Hands items from one writer to one reader, and holds the writer back where the reader is slower. */
export class Channel<Item> implements AsyncIterable<Item> {
  #waiting: { readonly item: Item; readonly bytes: number }[] = [];
  #bytes = 0;
  #closed = false;
  #abandoned = false;
  #changed = Promise.withResolvers<void>();

  /** Settles when the next item may come. What is pushed into an abandoned channel is dropped. */
  async push(item: Item, bytes: number): Promise<void> {
    if (this.#abandoned) return;
    this.#waiting.push({ item, bytes });
    this.#bytes += bytes;
    this.#wake();
    while (!this.#abandoned && (this.#bytes > waitingBytesMax || this.#waiting.length > waitingItemsMax)) {
      await this.#changed.promise;
    }
  }

  /** Says that nothing more will come. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Says that nobody reads any more. */
  abandon(): void {
    this.#abandoned = true;
    this.#waiting = [];
    this.#bytes = 0;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        this.#bytes -= next.bytes;
        this.#wake();
        yield next.item;
      } else if (this.#closed) return;
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
