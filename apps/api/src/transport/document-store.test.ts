import { parse, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CHARS_MAX, createDocumentStore } from './document-store.js';

const documentOf = (length: number): DocumentNode => parse('{ a }'.padEnd(length, '#'));

describe('the store of documents', () => {
  it('keeps the ones asked for last, and no more characters than it may', async () => {
    const store = createDocumentStore();
    const often = documentOf(100);
    await store.set('often', often);
    const length = 10_000;
    const count = (2 * CHARS_MAX) / length;
    for (let at = 0; at < count; at++) {
      await store.set(`document ${at}`, documentOf(length));
      expect(await store.get('often')).toBe(often);
    }
    const kept = await Promise.all(Array.from({ length: count }, (_, at) => store.get(`document ${at}`)));
    expect(kept[0]).toBeUndefined();
    expect(kept.at(-1)).toBeDefined();
    expect(kept.filter(Boolean).length).toBe(Math.floor((CHARS_MAX - 100) / length));
  });

  it('keeps none that would take the room of all others', async () => {
    const store = createDocumentStore();
    await store.set('large', documentOf(CHARS_MAX / 10 + 1));
    expect(await store.get('large')).toBeUndefined();
  });
});
