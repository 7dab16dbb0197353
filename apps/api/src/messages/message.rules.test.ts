import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessage, payloadOf, recordOf, searchText } from './message.rules.js';

const NOW = new Date('2026-03-01T12:00:00.500Z');

describe('encodeMessage', () => {
  const encode = (more: object): ReturnType<typeof encodeMessage> =>
    encodeMessage('input.message', { role: 'user', content: 'hello', ...more }, NOW);

  it('M4: takes the clock’s time where none is given, and the given one up to now', () => {
    expect(encode({}).createdAt).toEqual(NOW);
    expect(encode({ at: NOW }).createdAt).toEqual(NOW);
    expect(encode({ at: new Date(0) }).createdAt).toEqual(new Date(0));
    expect(() => encode({ at: new Date(NOW.getTime() + 1) })).toThrow(/future/);
  });

  it('M6: takes empty content only with parts, which null is not', () => {
    expect(encode({ content: '', parts: [] })).toMatchObject({ content: '', parts: '[]' });
    for (const parts of [undefined, null]) expect(() => encode({ content: '', parts })).toThrow(/only with parts/);
  });

  it('takes a participant’s id in capitals for the same id', () => {
    expect(encode({ participantId: '019AA0E0-0000-7000-8000-00000000000A' }).participantId).toBe(
      '019aa0e0-0000-7000-8000-00000000000a',
    );
  });

  it('E3: the event names the message and never holds what was said', () => {
    const secret = 'canary';
    const payload = payloadOf(
      'id',
      encode({ content: secret, parts: [secret], metadata: { secret }, externalId: 'u1' }),
    );
    expect(payload).toEqual({ messageId: 'id', role: 'USER', externalId: 'u1' });
  });

  it('M2: what is answered is what will be read: JSON in its own order, nothing shared with the input', () => {
    const place = { id: 'id', sessionId: 's', seq: 7, platform: 'web' };
    fc.assert(
      fc.property(fc.jsonValue(), (parts) => {
        const record = recordOf(place, encode({ parts, metadata: { parts } }));
        expect(JSON.stringify(record.parts)).toBe(JSON.stringify(parts));
        expect(JSON.stringify(record.metadata)).toBe(JSON.stringify({ parts }));
      }),
    );
  });
});

describe('searchText', () => {
  it.each([
    ['quick fox', 'quick fox'],
    ['"quick fox"', '"quick fox"'],
    ['-fox -"lazy dog"', '-fox -"lazy dog"'],
    ['a or b OR c', 'a or b OR c'],
    ['"or"', '"or"'],
    ['example.com', '"example com"'],
    ['-example.com', '-"example com"'],
    ['(fox)', 'fox'],
    ['fox"brown dog"cat', 'fox "brown dog" cat'],
    ['"quick fox', 'quick fox'],
    ['!!! - "" -"" --', ''],
    ['über_straße', '"über straße"'],
  ])('makes %j into %j', (query, expected) => {
    expect(searchText(query)).toBe(expected);
  });

  it('leaves of ASCII punctuation only quotes in pairs and the minus before what is not wanted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (query) => {
        const made = searchText(query);
        expect(made.replaceAll(/(^| )-(?=[^ -])/g, '$1').replaceAll(/"[^"]*"/g, '')).not.toMatch(/[!-/:-@[-`{-~]/);
        expect(searchText(made)).toBe(made);
      }),
      { numRuns: 200 },
    );
  });
});
