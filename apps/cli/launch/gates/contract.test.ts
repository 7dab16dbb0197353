import { describe, expect, it } from 'vitest';
import { laterParts, unexcused } from './contract.ts';

const CONTRACT = `
# ------------------------------------------------------------------- things (1)
type Query {
  thing(id: ID!, kind: Kind): Thing
  "(3)"
  feed: [Entry!]!
  purse: Purse!
}
enum Kind { A B }
type Thing {
  id: ID!
  "(2) Who may see it."
  viewers: [String!]!
  spend(bucket: Bucket): Int
}
enum Bucket { X Y }
type Entry { at: String! }

# ------------------------------------------------------------------- points (4)
"A purse (2) of coins."
type Purse { bucket: Bucket! }
`;

describe('what a contract leaves to later parts', () => {
  it('is what is marked, what speaks of it, and what nothing else leads to', () => {
    expect([...laterParts(CONTRACT, [1])].toSorted()).toEqual([
      'Entry',
      'Purse',
      'Query.feed',
      'Query.purse',
      'Thing.viewers',
    ]);
  });

  it('shrinks with each part that is delivered', () => {
    expect([...laterParts(CONTRACT, [1, 2, 4])].toSorted()).toEqual(['Entry', 'Query.feed']);
  });

  it('excuses their absence and nothing else', () => {
    const lines = [
      'FIELD_REMOVED: Query.feed was removed.',
      'TYPE_REMOVED: Purse was removed.',
      'VALUE_REMOVED_FROM_ENUM: A was removed from enum type Kind.',
      'FIELD_REMOVED: Purse.bucket was removed.',
      'ARG_REMOVED: Query.thing arg kind was removed.',
      'FIELD_CHANGED_KIND: Thing.id changed type from ID! to ID.',
      'REQUIRED_INPUT_FIELD_ADDED: A required field x on input type ThingInput was added.',
      'contract: 7 differences',
    ];
    expect(unexcused(lines, laterParts(CONTRACT, [1]))).toEqual([lines[2], lines[4], lines[5], lines[6]]);
  });
});
