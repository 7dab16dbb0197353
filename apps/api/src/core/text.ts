import { LIMITS } from '@foyer/types/limits';
import { badInput, tooLarge } from './errors.js';
import { byteLength, isJsonObject, type Json, type JsonObject } from './json.js';
import { bounds } from './limits.js';

/*
 * What a text or a JSON value must be before it may be stored: so that it comes back byte for byte, or is refused.
 * PostgreSQL takes no U+0000, and changes a lone surrogate without a word.
 */

/** What is wrong with a text that cannot be stored as it is, or null. */
export function textFault(text: string): string | null {
  if (text.includes('\u0000')) return 'must not contain U+0000';
  if (!text.isWellFormed()) return 'must not contain a lone surrogate';
  return null;
}

/** Number of Unicode code points, without building an array of them. */
export function charLength(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800) {
      count--;
      at++;
    }
  }
  return count;
}

/** A text of at most `max` code points; `null` and `undefined` pass. */
export function assertText(field: string, text: string | null | undefined, max: number = LIMITS.nameCharsMax): void {
  if (text === null || text === undefined) return;
  if (text.length > max && charLength(text) > max) {
    throw badInput(field, `${field} may have at most ${max} characters.`);
  }
}

/** A text of 1 to `max` code points, such as another system's id. */
export function assertFilled(field: string, text: string, max: number = LIMITS.nameCharsMax): void {
  if (text.length === 0) throw badInput(field, `${field} must not be empty.`);
  assertText(field, text, max);
}

/**
 * A name or key: 1 to `max` code points in Unicode form NFC, compared as given.
 * Another form is refused rather than changed, so that two names that look the same are the same.
 */
export function assertName(field: string, name: string, max: number = LIMITS.nameCharsMax): void {
  assertFilled(field, name, max);
  if (name !== name.normalize('NFC')) throw badInput(field, `${field} must be in Unicode form NFC.`);
}

/** Refuses what `pattern` does not match, saying what the pattern is. */
export function assertPattern(field: string, text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw badInput(field, `${field} must match ${pattern.source}.`);
}

/** A whole number within bounds; `null` and `undefined` pass. */
export function assertRange(field: string, value: number | null | undefined, min: number, max: number): void {
  if (value === null || value === undefined) return;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw badInput(field, `${field} must be a whole number from ${min} to ${max}.`);
  }
}

/** The text that stores a JSON value, of at most `bounds.valueBytesMax` UTF-8 bytes. */
export function encodeJson(field: string, value: Json): string {
  const text = JSON.stringify(value);
  assertBytes(field, text);
  return text;
}

/** A text of at most `bounds.valueBytesMax` UTF-8 bytes. */
export function assertBytes(field: string, text: string): void {
  if (text.length > bounds.valueBytesMax || byteLength(text) > bounds.valueBytesMax) {
    throw tooLarge(field, `${field} may have at most ${bounds.valueBytesMax / 1024} KiB.`);
  }
}

/** As `encodeJson`, for a value that must be an object; what is absent is an empty one. */
export function encodeObject(field: string, value: Json | null | undefined): string {
  if (value === null || value === undefined) return '{}';
  assertObject(field, value);
  return encodeJson(field, value);
}

export function assertObject(field: string, value: Json): asserts value is JsonObject {
  if (!isJsonObject(value)) throw badInput(field, `${field} must be a JSON object.`);
}

// Marks belong to their letter: without them, words of many scripts fall to pieces.
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const WORD_LENGTH_MAX = 100;

/**
 * The words of a text as the lists' search knows them: runs of letters and digits, lower case, in one Unicode form.
 * Stored and asked for through this one function, so that the two agree.
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [word] of (text ?? '').normalize('NFKC').toLowerCase().matchAll(WORD))
      words.add(word.slice(0, WORD_LENGTH_MAX).toWellFormed());
  }
  return [...words];
}

// Words hold letters and digits alone, so that no text has this one.
const NO_WORD = "'-'";

/** What may be searched for: at most 500 characters and 10 words, each of which the database looks up. */
export function assertSearch(field: string, search: string | null | undefined): void {
  assertText(field, search, LIMITS.searchCharsMax);
  const count = searchWords(search).length;
  if (count > LIMITS.searchWordsMax) throw badInput(field, `${field} may have at most ${LIMITS.searchWordsMax} words.`);
}

/**
 * The search of a list as tsquery texts, one for each word asked for; each matches words that begin with it. Blank asks for
 * nothing; what is not blank and has no word is found nowhere.
 */
export function searchPrefixes(search: string): string[] {
  const words = searchWords(search);
  return words.length === 0 && search.trim() !== '' ? [NO_WORD] : words.map((word) => `'${word}':*`);
}
