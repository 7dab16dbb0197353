import { describe, expect, it } from 'vitest';
import { isKeyed, prepareDocument } from './document.js';
import { AddMessageDocument } from './generated/graphql.js';

describe('prepareDocument', () => {
  it('keeps a text as it is, and prints a typed document with its fragments', () => {
    expect(prepareDocument('{ viewer { id } }').text).toBe('{ viewer { id } }');
    expect(prepareDocument(AddMessageDocument).text).toMatch(
      /^mutation AddMessage\(.*fragment MessageFields on Message/s,
    );
  });

  it.each([
    ['{ viewer { id } }', 'query'],
    ['mutation { touchSession(id: "x") { id } }', 'mutation'],
    ['fragment F on Query { viewer { id } } query { ...F }', 'query'],
  ])('tells what %s does', (text, operation) => {
    expect(prepareDocument(text).operation).toBe(operation);
  });

  it('refuses a document without exactly one operation', () => {
    expect(() => prepareDocument('query A { viewer { id } } query B { viewer { id } }')).toThrow(
      /exactly one operation/,
    );
    expect(() => prepareDocument('fragment F on Query { viewer { id } }')).toThrow(/exactly one operation/);
  });
});

describe('isKeyed', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['mutation($input: I!) { addMessage(input: $input) { id } }', { input: { idempotencyKey: 'k' } }, true],
    ['mutation($input: I!) { addMessage(input: $input) { id } }', { input: { idempotencyKey: null } }, false],
    ['mutation($input: I!) { addMessage(input: $input) { id } }', { input: {} }, false],
    ['mutation($input: I!) { addMessage(input: $input) { id } }', {}, false],
    ['mutation($k: String) { addMessage(input: { content: "", idempotencyKey: $k }) { id } }', { k: 'k' }, true],
    ['mutation($k: String) { addMessage(input: { content: "", idempotencyKey: $k }) { id } }', {}, false],
    ['mutation { addMessage(input: { idempotencyKey: "k" }) { id } }', {}, true],
    ['mutation { resetGame(sessionId: "x", idempotencyKey: "k") { id } }', {}, true],
    ['mutation { touchSession(id: "x") { id } }', {}, false],
    ['mutation { deleteAll }', {}, false],
  ])('%s with %j: %j', (text, variables, keyed) => {
    expect(isKeyed(prepareDocument(text), variables)).toBe(keyed);
  });

  it('needs a key on every field at the top, because each is a change of its own', () => {
    const text = 'mutation { a: setVariable(input: { idempotencyKey: "k" }) { name } b: touchSession(id: "x") { id } }';
    expect(isKeyed(prepareDocument(text), {})).toBe(false);
  });

  it('does not believe what it cannot see: fields inside a fragment', () => {
    const text = 'mutation { ...F } fragment F on Mutation { resetGame(sessionId: "x", idempotencyKey: "k") { id } }';
    expect(isKeyed(prepareDocument(text), {})).toBe(false);
  });
});
