import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.js';
import { makeCursor, pageOf, readWalk, type Page, type PageArgs } from './page.js';

interface Row {
  readonly n: number;
}

const read = (
  args: PageArgs,
  defaults: { first: number } | { last: number } = { first: 25 },
): ReturnType<typeof readWalk> => readWalk(args, 'list', ['number'], defaults);
const cursorOf = ({ n }: Row): string => makeCursor('list', n);

/** What it gives, or the code and field with which it refuses. */
function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (err) {
    const { code, details } = err as DomainError;
    return `${code} ${String(details['field'])}`;
  }
}

/** A page of the numbers from 1 to `size`, read as a table would be. */
function pageOfNumbers(size: number, args: PageArgs): Page<Row> {
  const walk = read(args);
  const after = Number(walk.after?.[0] ?? 0);
  const before = Number(walk.before?.[0] ?? size + 1);
  const rows = Array.from({ length: size }, (_, at) => ({ n: at + 1 })).filter(({ n }) => n > after && n < before);
  return pageOf(walk, (walk.forward ? rows : rows.toReversed()).slice(0, walk.limit + 1), cursorOf, () =>
    Promise.resolve(size),
  );
}

describe('readWalk', () => {
  it('M5: walks forward with first, backward with last, and as the list would have it with neither', () => {
    expect(read({ first: 3 })).toMatchObject({ forward: true, limit: 3 });
    expect(read({ last: 3 })).toMatchObject({ forward: false, limit: 3 });
    expect(read({})).toMatchObject({ forward: true, limit: 25, after: null, before: null });
    expect(read({ first: null, last: null }, { last: 7 })).toMatchObject({ forward: false, limit: 7 });
  });

  it.each([{ first: 0 }, { first: -1 }, { first: 101 }, { last: 0 }, { last: 101 }, { first: 1, last: 1 }])(
    'M5: refuses %j',
    (args) => {
      expect(() => read(args)).toThrow(DomainError);
    },
  );

  it('M5: reads back the cursors that it made, and of others says which argument is wrong', () => {
    expect(read({ after: makeCursor('list', 7), before: makeCursor('list', 9) })).toMatchObject({
      after: ['7'],
      before: ['9'],
    });
    const bad = [
      '',
      ' ',
      'x',
      'ä',
      makeCursor('list'),
      makeCursor('other', 7),
      makeCursor('list', 7, 7),
      makeCursor('list', 'x'),
      makeCursor('list', 1.5),
      makeCursor('list', 2 ** 31),
      makeCursor('list', -1),
    ];
    for (const cursor of bad)
      for (const field of ['after', 'before'] as const)
        expect(() => read({ [field]: cursor })).toThrow(
          expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field } }),
        );
  });

  it('M5: refuses whatever text there is that is no cursor, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (after) => {
        const told = attempt(() => read({ after }).after?.length);
        expect([1, 'BAD_USER_INPUT after']).toContain(told);
      }),
      { numRuns: 200 },
    );
  });

  it('M4: a cursor holds any instant that a message can have, and no other', () => {
    const at = (time: number): unknown =>
      readWalk({ after: makeCursor('list', time) }, 'list', ['time'], { first: 1 }).after;
    for (const time of [
      '0001-01-01T00:00:00Z',
      '1969-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
    ].map(Date.parse))
      expect(at(time)).toEqual([`${time}`]);
    for (const time of [Date.parse('0001-01-01T00:00:00Z') - 1, Date.parse('9999-12-31T23:59:59.999Z') + 1])
      expect(() => at(time)).toThrow(DomainError);
  });
});

describe('pageOf', () => {
  it('M5: pages of any size, either way, put together are the list, and know whether there is more', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), (size, step) => {
        const forward: number[] = [];
        const backward: number[] = [];
        let page = pageOfNumbers(size, { first: step });
        for (;;) {
          forward.push(...page.nodes.map(({ n }) => n));
          expect(page.pageInfo.hasPreviousPage).toBe(forward.length > page.nodes.length);
          if (!page.pageInfo.hasNextPage) break;
          page = pageOfNumbers(size, { first: step, after: page.pageInfo.endCursor });
        }
        for (
          page = pageOfNumbers(size, { last: step });
          ;
          page = pageOfNumbers(size, { last: step, before: page.pageInfo.startCursor })
        ) {
          backward.unshift(...page.nodes.map(({ n }) => n));
          if (!page.pageInfo.hasPreviousPage) break;
        }
        const all = Array.from({ length: size }, (_, at) => at + 1);
        expect([forward, backward]).toEqual([all, all]);
      }),
    );
  });

  it('M5: each edge has the cursor of its own node', () => {
    const page = pageOfNumbers(9, { last: 4 });
    expect(page.edges).toEqual([6, 7, 8, 9].map((n) => ({ node: { n }, cursor: cursorOf({ n }) })));
    expect(page.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: cursorOf({ n: 6 }),
      endCursor: cursorOf({ n: 9 }),
    });
  });
});
