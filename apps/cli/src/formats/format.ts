import type { ImportContext } from '../transfer/import-context.js';
import type { Job } from '../transfer/run.js';
import type { Line } from '../transfer/lines.js';

/** A file to import. */
export interface SourceFile {
  /** As the user named it, for messages. */
  readonly name: string;
  /** Reads the file line by line; for formats that are not lines, `name` is its path. */
  lines(): AsyncGenerator<Line, void>;
}

/** A way in which conversations are written down elsewhere. One file each; `table.ts` lists them. */
export interface Format {
  /** What the user types: `foyer import <name>`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /**
   * Turns a file into jobs, in the file's order, reading on only as far as they are asked for. A job can be repeated at any
   * later time without doubling anything, refuses lines in the report instead of throwing, and rests between writes
   * where the user asks to stop.
   */
  jobs(file: SourceFile, context: ImportContext): AsyncGenerator<Job, void>;
}
