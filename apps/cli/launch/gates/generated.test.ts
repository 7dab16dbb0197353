import { describe, expect, it } from 'vitest';
import { staleFiles } from './generated.ts';

describe('staleFiles', () => {
  it('finds nothing where generating gives what is there', () => {
    const files = new Map([['schema.graphql', 'type Query']]);
    expect(staleFiles(files, new Map(files))).toEqual([]);
  });

  it('names what generating changes, adds and no longer makes', () => {
    const before = new Map([
      ['changed', 'old'],
      ['left', 'x'],
      ['same', 'x'],
    ]);
    const after = new Map([
      ['changed', 'new'],
      ['added', 'x'],
      ['same', 'x'],
    ]);
    expect(staleFiles(before, after)).toEqual([
      'added is missing.',
      'changed is stale.',
      'left is left over: nothing generates it any more.',
    ]);
  });
});
