// Figures, and what is made of them: the table, the verdict, and the page in the docs.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly foyer: string;
  readonly against: string;
  readonly figure: string;
  /** What it must be; empty where it only informs. */
  readonly target: string;
  readonly passed: boolean;
}

/** A ratio, and the most that it may be where it has a target. */
export function ratioFigure(
  what: string,
  { foyer, against, ratio }: { readonly foyer: string; readonly against: string; readonly ratio: number },
  max?: number,
): Figure {
  return {
    what,
    foyer,
    against,
    figure: `${ratio.toFixed(2)} ×`,
    target: max === undefined ? '' : `≤ ${max} ×`,
    passed: max === undefined || ratio <= max,
  };
}

/** Something that holds, or does not. */
export const factFigure = (what: string, found: string, target: string, passed: boolean): Figure => ({
  what,
  foyer: '',
  against: '',
  figure: found,
  target,
  passed,
});

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** A section of the table. */
export interface Section {
  readonly title: string;
  readonly columns: readonly [foyer: string, against: string];
  readonly figures: readonly Figure[];
}

export const asMarkdown = ({ title, columns, figures }: Section): string => {
  const rows = figures.map(({ what, foyer, against, figure, target, passed }) => [
    what,
    foyer,
    against,
    figure,
    target,
    target === '' ? '' : passed ? 'met' : '**missed**',
  ]);
  const head = ['', ...columns, 'figure', 'target', ''];
  const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [`### ${title}`, '', line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};

/** What the figures were taken on, as far as it matters to them. */
export function machine(postgresVersion: string): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${memory} GiB of memory, ${process.platform} ${process.arch}, Node ${process.versions.node}, PostgreSQL ${postgresVersion}`;
}

const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** Puts the figures in their place on a page. */
export function writeInto(page: URL, figures: string): void {
  const text = readFileSync(page, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${page.pathname} has no place for the figures.`);
  writeFileSync(page, `${text.slice(0, begin + BEGIN.length)}\n\n${figures}\n\n${text.slice(end)}`);
}
