import { describe, expect, it } from 'vitest';
import { count, counted, initial, isUuid, sentenceCase, userName } from './text';

describe('counting', () => {
  it('groups thousands and minds the plural', () => {
    expect([count(1_204), counted(1, 'session'), counted(0, 'session'), counted(1_204, 'session')]).toEqual([
      '1,204',
      '1 session',
      '0 sessions',
      '1,204 sessions',
    ]);
  });
});

describe('initial', () => {
  it.each([
    ['ann', 'A'],
    ['  bilal', 'B'],
    ['@user_1', 'U'],
    ['ليلى', 'ل'],
    // One sign to a reader, five code points to a machine.
    ['👩🏽‍🚀 Ada', '👩🏽‍🚀'],
    ['', '?'],
    ['@', '?'],
  ])('of %j is %s', (name, letter) => {
    expect(initial(name)).toBe(letter);
  });
});

describe('userName', () => {
  const id = '0192f3a1-0000-7000-8000-000000000001';
  const identity = (externalId: string, displayName: string | null, primary: boolean) => ({
    externalId,
    displayName,
    primary,
  });

  it.each([
    ['the name', { id, displayName: 'Ann', identities: [identity('7', 'ann7', true)] }, 'Ann'],
    [
      "the primary identity's name",
      { id, displayName: null, identities: [identity('7', 'other', false), identity('8', 'main', true)] },
      'main',
    ],
    [
      'any name before an external id',
      { id, displayName: '', identities: [identity('7', null, true), identity('8', 'named', false)] },
      'named',
    ],
    [
      'the external id',
      { id, displayName: null, identities: [identity('7', null, false), identity('8', null, true)] },
      '8',
    ],
    ['the short id', { id, displayName: null, identities: [] }, '0192f3a1'],
  ])('is %s', (_what, user, name) => {
    expect(userName(user)).toBe(name);
  });
});

describe('isUuid', () => {
  it('tells ids from slugs', () => {
    expect(isUuid('0192F3A1-0000-7000-8000-000000000001')).toBe(true);
    expect(isUuid('web-ann-2026-11-20-4792c0')).toBe(false);
  });
});

describe('sentenceCase', () => {
  it('makes a word of an enum value', () => {
    expect(sentenceCase('IN_PROGRESS')).toBe('In progress');
  });
});
