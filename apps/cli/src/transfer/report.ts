/** What an import brings in, in the order in which it is told. */
export const KINDS = ['users', 'sessions', 'participants', 'messages', 'variables', 'tasks'] as const;
export type Kind = (typeof KINDS)[number];

export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface Count {
  created: number;
  existing: number;
}

/** Of a file with a million bad lines, the first ones tell the story. */
const refusalsKept = 1_000;

/** Counts what an import did, and what it refused. */
export class Report {
  readonly counts: Readonly<Record<Kind, Count>>;
  readonly #refusals: Refusal[] = [];
  readonly #onRefusal: (refusal: Refusal) => void;
  #refused = 0;

  /** @param onRefusal - told at once, so that a long import shows what goes wrong while it runs. */
  constructor(onRefusal: (refusal: Refusal) => void) {
    this.counts = Object.fromEntries(KINDS.map((kind) => [kind, { created: 0, existing: 0 }])) as Record<Kind, Count>;
    this.#onRefusal = onRefusal;
  }

  created(kind: Kind, count = 1): void {
    this.counts[kind].created += count;
  }

  /** Was there already, and stays as it was. */
  existing(kind: Kind, count = 1): void {
    this.counts[kind].existing += count;
  }

  /** @param lines - how many lines the refusal stands for. */
  refuse(refusal: Refusal, lines = 1): void {
    this.#refused += lines;
    if (this.#refusals.length < refusalsKept) this.#refusals.push(refusal);
    this.#onRefusal(refusal);
  }

  /** Lines refused. */
  get refused(): number {
    return this.#refused;
  }

  /** The report as `--json` prints it; of the refusals at most the first 1,000. */
  toJSON(): object {
    return { ...this.counts, refused: this.#refused, refusals: this.#refusals };
  }

  /** The report as people read it: one row for each kind that occurred. */
  toText(): string {
    const rows = KINDS.filter((kind) => this.counts[kind].created + this.counts[kind].existing > 0).map((kind) => [
      kind,
      format(this.counts[kind].created),
      format(this.counts[kind].existing),
    ]);
    const table = [['', 'created', 'already there'], ...rows];
    const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    const lines = table.map((row) => {
      const [kind = '', ...numbers] = row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      );
      return [kind, ...numbers].join('  ').trimEnd();
    });
    return `${lines.join('\n')}\n${format(this.#refused)} ${this.#refused === 1 ? 'line' : 'lines'} refused\n`;
  }
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}
