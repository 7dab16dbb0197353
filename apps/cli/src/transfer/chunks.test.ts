import { describe, expect, it } from 'vitest';
import { chunksOf } from './chunks.js';

describe('chunksOf', () => {
  it('gives nothing for nothing', () => {
    expect([...chunksOf([])]).toEqual([]);
  });

  it('cuts after 1,000 items, keeping their order', () => {
    const items = Array.from({ length: 2_500 }, (_, index) => index);
    const chunks = [...chunksOf(items)];
    expect(chunks.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect(chunks.flat()).toEqual(items);
  });

  it('cuts before a request would grow beyond what the API takes', () => {
    // 100 messages of 100,000 three-byte characters: no more than three fit into a mebibyte.
    const items = Array.from({ length: 100 }, () => ({ content: '漢'.repeat(100_000) }));
    const chunks = [...chunksOf(items)];
    expect(chunks.flat()).toHaveLength(100);
    expect(Math.max(...chunks.map((chunk) => Buffer.byteLength(JSON.stringify(chunk))))).toBeLessThan(
      1.1 * 1024 * 1024,
    );
  });

  it('sends an item alone that is too large for any request, so that the API can say so', () => {
    const chunks = [...chunksOf(['a', 'x'.repeat(3 * 1024 * 1024), 'b'])];
    expect(chunks.map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});
