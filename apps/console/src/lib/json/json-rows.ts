import type { Step } from './json-path';

/** One line of a JSON tree as it is drawn. */
export interface JsonRow {
  /** Unlike for every row of a tree. */
  readonly id: string;
  readonly steps: readonly Step[];
  readonly value: unknown;
  /** Members of an object or array; null where the value is neither. */
  readonly size: number | null;
  readonly isOpen: boolean;
  readonly isMatch: boolean;
}

/** What folds and what is looked for. */
export interface JsonFolding {
  /** Ids of rows whose folding differs from `openDepth`. */
  readonly toggled: ReadonlySet<string>;
  /** Rows above this depth are open unless toggled. */
  readonly openDepth: number;
  /** Lower case; empty for none. Rows on the way to a match are open, whatever else says. */
  readonly search: string;
}

/** The visible lines of a value from top to bottom, at most `rowsMax` of them. */
export function jsonRows(root: unknown, folding: JsonFolding, rowsMax: number): { rows: JsonRow[]; hasMore: boolean } {
  const rows: JsonRow[] = [];
  const matching = folding.search === '' ? null : matchingRows(root, folding.search);
  // An own stack: a value may be nested as deep as the API takes it, and a row limit must end the walk.
  const open: { steps: readonly Step[]; value: unknown }[] = [{ steps: [], value: root }];
  while (rows.length < rowsMax) {
    const next = open.pop();
    if (next === undefined) return { rows, hasMore: false };
    const row = makeRow(next.steps, next.value, folding, matching);
    rows.push(row);
    if (row.isOpen)
      for (const [step, value] of members(next.value).toReversed()) open.push({ steps: [...next.steps, step], value });
  }
  return { rows, hasMore: open.length > 0 };
}

interface Matching {
  readonly found: ReadonlySet<string>;
  readonly above: ReadonlySet<string>;
}

function makeRow(steps: readonly Step[], value: unknown, folding: JsonFolding, matching: Matching | null): JsonRow {
  const id = rowId(steps);
  const size = isContainer(value) ? Object.keys(value).length : null;
  const isOpenByItself = steps.length < folding.openDepth !== folding.toggled.has(id);
  const isOpen = size !== null && size > 0 && (isOpenByItself || matching?.above.has(id) === true);
  return { id, steps, value, size, isOpen, isMatch: matching?.found.has(id) ?? false };
}

/** Every place whose key or plain value contains the text, and every place above one. */
export function matchingRows(root: unknown, search: string): Matching {
  const found = new Set<string>();
  const above = new Set<string>();
  const open: { steps: readonly Step[]; value: unknown }[] = [{ steps: [], value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = next.steps.at(-1);
    const isFound =
      (typeof key === 'string' && key.toLowerCase().includes(search)) ||
      (!isContainer(next.value) && plainText(next.value).toLowerCase().includes(search));
    if (isFound) {
      found.add(rowId(next.steps));
      for (let depth = 0; depth < next.steps.length; depth += 1) above.add(rowId(next.steps.slice(0, depth)));
    }
    for (const [step, value] of members(next.value)) open.push({ steps: [...next.steps, step], value });
  }
  return { found, above };
}

/** A value without members, as it is searched for and drawn: strings without their quotes. */
function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function rowId(steps: readonly Step[]): string {
  return JSON.stringify(steps);
}

function members(value: unknown): [Step, unknown][] {
  if (Array.isArray(value)) return value.map((item, index): [Step, unknown] => [index, item]);
  return isContainer(value) ? Object.entries(value) : [];
}
