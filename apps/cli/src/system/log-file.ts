import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const BYTES_MAX = 10 * 1024 * 1024;

/** Where a part's output goes: one file and the one before it, so that a server that runs for months does not fill the disk. */
export class LogFile {
  #file: number | null = null;
  #bytes = 0;

  constructor(readonly path: string) {}

  write(chunk: Uint8Array): void {
    try {
      if (this.#bytes > BYTES_MAX) this.#turnOver();
      this.#file ??= this.#open();
      this.#bytes += writeSync(this.#file, chunk);
    } catch {
      // A full disk must not end what is still running; the next line may find room again.
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #open(): number {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = openSync(this.path, 'a', 0o600);
    this.#bytes = fstatSync(file).size;
    return file;
  }

  #turnOver(): void {
    this.close();
    renameSync(this.path, `${this.path}.1`);
    this.#bytes = 0;
  }
}
