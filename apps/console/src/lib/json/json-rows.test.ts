import { describe, expect, it } from 'vitest';
import { jsonPath } from './json-path';
import { type JsonFolding, jsonRows } from './json-rows';

const value: unknown = JSON.parse(
  '{"cart": {"items": [{"unit price": 5}, {}], "note": "Fresh milk"}, "__proto__": {"deep": true}, "n": null}',
);
const folding = (change: Partial<JsonFolding> = {}): JsonFolding => ({
  toggled: new Set(),
  openDepth: 1,
  search: '',
  ...change,
});
const paths = (change?: Partial<JsonFolding>, max = 100): string[] =>
  jsonRows(value, folding(change), max).rows.map((row) => jsonPath(row.steps));

describe('jsonRows', () => {
  it('opens as deep as it is told to, in the order of the value', () => {
    expect(paths()).toEqual(['$', '$.cart', '$.__proto__', '$.n']);
    expect(paths({ openDepth: 0 })).toEqual(['$']);
    expect(paths({ openDepth: 9 })).toEqual([
      '$',
      '$.cart',
      '$.cart.items',
      '$.cart.items[0]',
      '$.cart.items[0]["unit price"]',
      '$.cart.items[1]',
      '$.cart.note',
      '$.__proto__',
      '$.__proto__.deep',
      '$.n',
    ]);
  });

  it('folds and unfolds what was toggled', () => {
    expect(paths({ toggled: new Set(['["__proto__"]']) })).toEqual([
      '$',
      '$.cart',
      '$.__proto__',
      '$.__proto__.deep',
      '$.n',
    ]);
    expect(paths({ toggled: new Set(['[]']) })).toEqual(['$']);
  });

  it('opens the way to what is looked for, in keys and in values, and marks it', () => {
    const { rows } = jsonRows(value, folding({ search: 'milk' }), 100);
    expect(rows.filter((row) => row.isMatch).map((row) => jsonPath(row.steps))).toEqual(['$.cart.note']);
    expect(paths({ search: 'unit p' })).toContain('$.cart.items[0]["unit price"]');
    expect(paths({ search: 'nowhere' })).toEqual(paths());
  });

  it('stops at its limit, however large or deep the value is', () => {
    expect(
      jsonRows(
        Array.from({ length: 200_000 }, (_, index) => index),
        folding(),
        50,
      ),
    ).toMatchObject({ hasMore: true, rows: { length: 50 } });
    const deep: unknown = JSON.parse('[5]'.replace('5', `${'['.repeat(5_000)}5${']'.repeat(5_000)}`));
    expect(jsonRows(deep, folding({ openDepth: 10_000 }), 200).rows).toHaveLength(200);
  });

  it('shows a value without members as one line', () => {
    for (const plain of [null, 0, '', 'text', false, {}, []]) {
      expect(jsonRows(plain, folding({ openDepth: 5 }), 10).rows).toHaveLength(1);
    }
  });
});

describe('jsonPath', () => {
  it('writes names that are no words in quotes', () => {
    expect(jsonPath(['a', 0, 'b c', '', '"', '🎟️', 'constructor'])).toBe('$.a[0]["b c"][""]["\\""]["🎟️"].constructor');
  });
});
