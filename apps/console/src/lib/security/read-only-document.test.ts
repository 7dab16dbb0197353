import { describe, expect, it } from 'vitest';
import { refuseWritingDocument } from './read-only-document';

describe('refuseWritingDocument', () => {
  it.each([
    '{ viewer { id } }',
    'query A { viewer { id } }',
    'query A { ...F } fragment F on Query { viewer { id } } query B { viewer { id } }',
  ])('lets %s through', (source) => {
    expect(refuseWritingDocument(source)).toBeNull();
  });

  it.each([
    'mutation { deleteSession(id: "1") }',
    'subscription { events { seq } }',
    // The operation to run is named beside the document, so each of them counts.
    'query A { viewer { id } } mutation B { deleteSession(id: "1") }',
    '# query { viewer { id } }\nmutation { deleteSession(id: "1") }',
    'fragment F on Query { viewer { id } }',
    'type Query { viewer: ID }',
    '{ viewer { id }',
    '',
  ])('refuses %s', (source) => {
    expect(refuseWritingDocument(source)).toEqual(expect.any(String));
  });

  it('refuses a document of very many words before it reads it whole', () => {
    expect(refuseWritingDocument(`{ ${'a '.repeat(30_000)} }`)).toMatch(/token/i);
  });
});
