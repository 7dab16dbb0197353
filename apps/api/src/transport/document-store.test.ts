import { hash } from 'node:crypto';
import { parse, type DocumentNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CHARS_MAX, createDocuments } from './document-store.js';

const documentOf = (length: number): DocumentNode => parse('{ a }'.padEnd(length, '#'));

describe('the store of documents', () => {
  it('has what one edge parsed for the others, whatever stands before its hash', async () => {
    const documents = createDocuments(4_000);
    const document = documents.read('{ a }');
    expect(await documents.store.get(`of-the-schema:${hash('sha256', '{ a }')}`)).toBe(document);
    const other = parse('{ b }');
    await documents.store.set(`of-the-schema:${hash('sha256', '{ b }')}`, other);
    expect(documents.read('{ b }')).toBe(other);
  });

  it('reads no more tokens than it may', () => {
    expect(() => createDocuments(3).read('{ a b }')).toThrow(/Document contains more/);
  });

  it('keeps the ones asked for last, and no more characters than it may', async () => {
    const store = createDocuments(4_000).store;
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
    const store = createDocuments(4_000).store;
    await store.set('large', documentOf(CHARS_MAX / 10 + 1));
    expect(await store.get('large')).toBeUndefined();
  });
});
