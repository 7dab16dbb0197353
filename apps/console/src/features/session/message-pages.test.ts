import { describe, expect, it } from 'vitest';
import { withNewest, withOlder } from './message-pages';

type Node = { readonly id: string; readonly text?: string };

function page(
  ids: string,
  hasPreviousPage = true,
): { nodes: Node[]; pageInfo: { hasPreviousPage: boolean; startCursor: string } } {
  return { nodes: [...ids].map((id) => ({ id })), pageInfo: { hasPreviousPage, startCursor: ids[0] ?? '' } };
}

const idsOf = ({ nodes }: { readonly nodes: readonly Node[] }): string => nodes.map(({ id }) => id).join('');

describe('withOlder', () => {
  it('puts older messages in front and goes on from their beginning', () => {
    const both = withOlder(page('def'), page('abc', false));
    expect(idsOf(both)).toBe('abcdef');
    expect(both.pageInfo).toEqual({ hasPreviousPage: false, startCursor: 'a' });
  });
});

describe('withNewest', () => {
  it('keeps what the reader had gone back to', () => {
    const both = withNewest(page('abcdef', false), page('efgh'));
    expect(idsOf(both)).toBe('abcdefgh');
    expect(both.pageInfo).toEqual({ hasPreviousPage: false, startCursor: 'a' });
  });

  it('takes the new one of a message that is in both, which may have been redacted', () => {
    const newest = { ...page('b'), nodes: [{ id: 'b', text: '' }] };
    expect(withNewest({ ...page('ab'), nodes: [{ id: 'a' }, { id: 'b', text: 'secret' }] }, newest).nodes).toEqual([
      { id: 'a' },
      { id: 'b', text: '' },
    ]);
  });

  it('leaves no gap where more came in than one page holds', () => {
    expect(withNewest(page('abc'), page('wxyz'))).toEqual(page('wxyz'));
  });

  it('is the newest page where nothing had been loaded before it', () => {
    expect(withNewest(page('cd'), page('cde', false))).toEqual(page('cde', false));
    expect(withNewest(page(''), page('a'))).toEqual(page('a'));
  });
});
