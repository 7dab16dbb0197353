import { badInput, invariant } from './errors.js';
import { isId } from './ids.js';
import { bounds } from './limits.js';

/*
 * Relay pages over keysets. A cursor says which list it belongs to and where it stands there, so that one from elsewhere is
 * refused and not misread.
 */

/** The four arguments of a Relay list, as they come in. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** What a cursor may hold: an id, a count or seq, an instant in milliseconds since 1970. */
export type CursorPart = 'id' | 'number' | 'time';

/** Which way to walk, how far, and from where. */
export interface Walk {
  readonly forward: boolean;
  readonly limit: number;
  readonly after: readonly string[] | null;
  readonly before: readonly string[] | null;
}

/** One page, in the list's order. Edges and cursors are made only where they are asked for. */
export class Page<Node extends object> {
  constructor(
    readonly nodes: readonly Node[],
    private readonly more: { readonly next: boolean; readonly previous: boolean },
    /** The cursor of the node at this index; by index, so that a page of rows is also a page of what the rows are shown as. */
    private readonly cursorAt: (index: number) => string,
    private readonly count: () => Promise<number>,
  ) {}

  get edges(): { cursor: string; node: Node }[] {
    return this.nodes.map((node, index) => ({ cursor: this.cursorAt(index), node }));
  }

  get pageInfo(): {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  } {
    const size = this.nodes.length;
    return {
      hasNextPage: this.more.next,
      hasPreviousPage: this.more.previous,
      startCursor: size > 0 ? this.cursorAt(0) : null,
      endCursor: size > 0 ? this.cursorAt(size - 1) : null,
    };
  }

  /** Number of all nodes of the list, whatever the page. */
  countAll(): Promise<number> {
    return this.count();
  }
}

/**
 * Reads the arguments of a list.
 *
 * @param list what the cursors of this list begin with; `parts` says which values they hold.
 * @throws DomainError `BAD_USER_INPUT` for sizes outside 1 to 100, both directions at once, and cursors of other lists.
 */
export function readWalk(
  args: PageArgs,
  list: string,
  parts: readonly CursorPart[],
  defaults: { first: number } | { last: number },
): Walk {
  const { first, last } = args;
  if (isGiven(first) && isGiven(last)) throw badInput('first', 'Give either first or last, not both.');
  if (isGiven(first)) assertSize('first', first);
  if (isGiven(last)) assertSize('last', last);
  const forward = isGiven(first) || (!isGiven(last) && 'first' in defaults);
  return {
    forward,
    limit: first ?? last ?? ('first' in defaults ? defaults.first : defaults.last),
    after: isGiven(args.after) ? readCursor('after', args.after, list, parts) : null,
    before: isGiven(args.before) ? readCursor('before', args.before, list, parts) : null,
  };
}

/** Builds the page from up to `limit + 1` rows that were read in walking order: the row too many only tells that there are more. */
export function pageOf<Node extends object>(
  walk: Walk,
  rows: readonly Node[],
  cursorOf: (node: Node) => string,
  count: () => Promise<number>,
): Page<Node> {
  const nodes = rows.slice(0, walk.limit);
  const beyond = rows.length > walk.limit;
  if (!walk.forward) nodes.reverse();
  const more = walk.forward
    ? { next: beyond, previous: walk.after !== null }
    : { next: walk.before !== null, previous: beyond };
  const cursorAt = (index: number): string => {
    const node = nodes[index];
    invariant(node, 'a cursor is asked for a node that is there');
    return cursorOf(node);
  };
  return new Page(nodes, more, cursorAt, count);
}

export const makeCursor = (list: string, ...parts: readonly (string | number)[]): string =>
  Buffer.from([list, ...parts].join(' ')).toString('base64url');

const CURSOR = /^[A-Za-z0-9_-]{1,400}$/;

const isWhole = (text: string, min: number, max: number): boolean =>
  /^-?\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;

/** What the database can compare with: a value beyond it comes from no cursor of ours. */
const FITS: Readonly<Record<CursorPart, (text: string) => boolean>> = {
  id: isId,
  number: (text) => isWhole(text, 0, 2_147_483_647),
  time: (text) => isWhole(text, Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')),
};

function readCursor(field: string, cursor: string, list: string, parts: readonly CursorPart[]): readonly string[] {
  const [name, ...values] = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url').toString().split(' ') : [];
  const well = values.length === parts.length && parts.every((part, at) => FITS[part](values[at] ?? ''));
  if (name !== list || !well) throw badInput(field, `${field} is not a cursor of this list.`);
  return values;
}

function assertSize(field: string, size: number): void {
  if (size < 1 || size > bounds.pageSizeMax) throw badInput(field, `${field} must be from 1 to ${bounds.pageSizeMax}.`);
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;
