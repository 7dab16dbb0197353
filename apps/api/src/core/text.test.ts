import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertBytes,
  assertFilled,
  assertName,
  assertRange,
  assertText,
  charLength,
  encodeJson,
  encodeObject,
  searchPrefixes,
  searchWords,
  textFault,
} from './text.js';

const refusing = (code: string, field: string): unknown => expect.objectContaining({ code, details: { field } });
const MAX = 256 * 1_024;

describe('texts', () => {
  it('V4: are counted in code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(charLength(text)).toBe([...text].length);
      }),
      { numRuns: 200 },
    );
  });

  it('V4: are kept or refused, as the database would keep them', () => {
    expect([textFault(''), textFault('\u0001\u{10ffff}\ufffd')]).toEqual([null, null]);
    for (const text of ['\u0000', 'a\u0000b', '\ud800', '\udc00\ud800']) expect(textFault(text)).not.toBeNull();
  });

  it('V4: have 200 characters at most, whatever they are made of', () => {
    for (const unit of ['x', 'é', '😀']) {
      expect(() => assertText('f', unit.repeat(200))).not.toThrow();
      expect(() => assertText('f', unit.repeat(201))).toThrow(refusing('BAD_USER_INPUT', 'f') as Error);
    }
    for (const nothing of [null, undefined, '']) expect(() => assertText('f', nothing)).not.toThrow();
    expect(() => assertFilled('f', '')).toThrow(refusing('BAD_USER_INPUT', 'f') as Error);
  });

  it('V4: as names are in form NFC, and no two that look the same are different', () => {
    for (const name of ['é', ' ', '__proto__', '한', 'ﬁ', '\u202e']) expect(() => assertName('f', name)).not.toThrow();
    for (const name of ['e\u0301', '\u212b', '\u1112\u1161\u11ab', ''])
      expect(() => assertName('f', name)).toThrow(refusing('BAD_USER_INPUT', 'f') as Error);
  });

  it('M6: have 256 KiB at most, in UTF-8 bytes', () => {
    for (const unit of ['x', 'é', '€', '😀']) {
      const bytes = Buffer.byteLength(unit);
      const most = unit.repeat(Math.floor(MAX / bytes)) + 'x'.repeat(MAX % bytes);
      expect(() => assertBytes('f', most)).not.toThrow();
      expect(() => assertBytes('f', `${most}x`)).toThrow(refusing('PAYLOAD_TOO_LARGE', 'f') as Error);
    }
  });
});

describe('values', () => {
  it('M6: are measured as they are stored', () => {
    expect(encodeJson('f', 'x'.repeat(MAX - 2))).toHaveLength(MAX);
    expect(() => encodeJson('f', 'x'.repeat(MAX - 1))).toThrow(refusing('PAYLOAD_TOO_LARGE', 'f') as Error);
    expect(() => encodeJson('f', '\n'.repeat(MAX / 2))).toThrow(refusing('PAYLOAD_TOO_LARGE', 'f') as Error);
  });

  it('S12: that must be objects are, and are empty where absent', () => {
    expect([encodeObject('f', null), encodeObject('f', undefined), encodeObject('f', {})]).toEqual(['{}', '{}', '{}']);
    for (const value of [[], 'x', 1, true])
      expect(() => encodeObject('f', value)).toThrow(refusing('BAD_USER_INPUT', 'f') as Error);
  });

  it('V1: that must be whole numbers within bounds are', () => {
    for (const value of [0, 7, null, undefined]) expect(() => assertRange('f', value, 0, 7)).not.toThrow();
    for (const value of [-1, 8, 0.5, Number.NaN, Infinity])
      expect(() => assertRange('f', value, 0, 7)).toThrow(refusing('BAD_USER_INPUT', 'f') as Error);
  });
});

describe('words of a search', () => {
  it('are found in what they were taken from, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (texts) => {
        const words = searchWords(...texts);
        for (const text of texts) for (const word of searchWords(text)) expect(words).toContain(word);
        expect(new Set(words).size).toBe(words.length);
        for (const word of words)
          expect([word.length > 0, word.length <= 100, textFault(word)]).toEqual([true, true, null]);
      }),
      { numRuns: 200 },
    );
  });

  it('hold nothing that means something to the database', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (search) => {
        for (const prefix of searchPrefixes(search))
          expect(prefix.replace(/^'(.*)'(:\*)?$/su, '$1')).not.toMatch(/['\\:&|!()<>*\s]/);
      }),
      { numRuns: 200 },
    );
  });
});
