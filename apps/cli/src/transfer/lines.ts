import { createReadStream } from 'node:fs';

/** One line that is not blank: its text, or what is wrong with it. */
export type Line = LinePlace & ({ readonly text: string } | { readonly fault: string });

interface LinePlace {
  /** Counted from 1, blank lines included. */
  readonly number: number;
  /** Bytes of the file up to and with this line's end. */
  readonly endByte: number;
}

/** Longer lines are refused: no single request could carry what is in them. */
const lineBytesMax = 16 * 1024 * 1024;
const newline = 0x0a;

/**
 * Reads a text file line by line. Memory is bounded by the longest line that is taken, however long the file or its lines.
 *
 * Ends early, without an error, where `stop` is aborted.
 */
export async function* readLines(path: string, stop: AbortSignal): AsyncGenerator<Line, void> {
  const collector = new LineCollector();
  let endByte = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      if (stop.aborted) return;
      collector.add(chunk.subarray(from, at));
      const line = collector.take(endByte + at + 1);
      if (line !== null) yield line;
      from = at + 1;
    }
    collector.add(chunk.subarray(from));
    endByte += chunk.length;
  }
  const last = collector.take(endByte);
  if (last !== null && !stop.aborted) yield last;
}

/** Puts the pieces of a line together, and forgets those of a line that has become too long. */
class LineCollector {
  #pieces: Buffer[] = [];
  #bytes = 0;
  #number = 0;

  add(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > lineBytesMax) this.#pieces = [];
    // A piece is a window on the stream's chunk: copied, so that a few bytes do not keep the whole chunk alive.
    else if (piece.length > 0) this.#pieces.push(Buffer.from(piece));
  }

  /** The line that has ended, or `null` where it is blank. */
  take(endByte: number): Line | null {
    const place = { number: (this.#number += 1), endByte };
    const bytes = this.#bytes;
    const pieces = this.#pieces;
    this.#bytes = 0;
    this.#pieces = [];
    if (bytes > lineBytesMax) return { ...place, fault: `The line is longer than ${lineBytesMax / 1024 / 1024} MiB.` };
    const text = decode(Buffer.concat(pieces));
    if (text === null) return { ...place, fault: 'The line is not valid UTF-8.' };
    return text.trim() === '' ? null : { ...place, text };
  }
}

/** Text of the bytes, without a byte order mark, or `null` where they are not UTF-8. */
function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The only thing that decoding complains about.
    return null;
  }
}
