import { describe, expect, it } from 'vitest';
import { DomainError } from '../core/errors.js';
import { assertIdentity, assertUserReference } from './user.rules.js';

const IDENTITY = { platform: 'telegram', externalId: '42' };

const fieldOf = (work: () => void): unknown => {
  try {
    work();
    return null;
  } catch (err) {
    if (err instanceof DomainError && err.code === 'BAD_USER_INPUT') return err.details['field'];
    throw err;
  }
};

describe('assertUserReference', () => {
  it.each([
    [{ id: 'a' }, null],
    [{ id: '' }, null],
    [{ identity: IDENTITY }, null],
    [{ id: null, identity: IDENTITY }, null],
    [{}, 'ref'],
    [{ id: null, identity: null }, 'ref'],
    [{ id: 'a', identity: IDENTITY }, 'ref'],
    [{ identity: { ...IDENTITY, platform: 'TELEGRAM' } }, 'ref.identity.platform'],
  ])('U1: of %o the wrong field is %s', (reference, field) => {
    expect(fieldOf(() => assertUserReference('ref', reference))).toBe(field);
  });
});

describe('assertIdentity', () => {
  it.each([
    [{}, null],
    [{ platform: 'a' }, null],
    [{ platform: `a${'-'.repeat(31)}` }, null],
    [{ platform: `a${'-'.repeat(32)}` }, 'x.platform'],
    [{ platform: 'a_b' }, 'x.platform'],
    [{ platform: 'a\n' }, 'x.platform'],
    [{ externalId: '\u{1F600}'.repeat(200) }, null],
    [{ externalId: '\u{1F600}'.repeat(201) }, 'x.externalId'],
    [{ externalId: '' }, 'x.externalId'],
    [{ displayName: '' }, null],
    [{ displayName: null }, null],
    [{ displayName: 'x'.repeat(201) }, 'x.displayName'],
  ])('U1 S10: of %o the wrong field is %s', (parts, field) => {
    expect(fieldOf(() => assertIdentity('x', { ...IDENTITY, ...parts }))).toBe(field);
  });
});
