import { ERROR_CODES } from '@foyer/types/errors';
import { describe, expect, it } from 'vitest';
import { isConnectionLost, isRetryable, isUniqueViolation, toDomainError } from './database.js';
import { badInput, DomainError, invariant, notFound, tooLarge } from './errors.js';

const driverError = (code: string, message = 'driver', more: object = {}): Error =>
  Object.assign(new Error(message), { code, ...more });

describe('toDomainError', () => {
  it.each(
    '57014 57P01 57P02 57P03 53200 53300 55P03 25P03 25006 08006 08001 40001 40P01 ECONNREFUSED ECONNRESET ENOENT ETIMEDOUT EPIPE'.split(
      ' ',
    ),
  )('says UNAVAILABLE for %s, and keeps the reason for the log', (code) => {
    const cause = driverError(code);
    const err = toDomainError(cause);
    expect(err).toMatchObject({ code: 'UNAVAILABLE', cause });
    expect((err as Error).message).not.toContain('driver');
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Query read timeout',
    'connect ECONNREFUSED 127.0.0.1:5432',
  ])('says UNAVAILABLE for “%s”', (message) => {
    expect(toDomainError(new Error(message))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('says STORAGE_FULL where the disk is', () => {
    expect(toDomainError(driverError('53100'))).toMatchObject({ code: 'STORAGE_FULL' });
  });

  it('leaves refusals and faults as they are', () => {
    for (const err of [
      new DomainError('NOT_FOUND', 'Gone.'),
      driverError('23505'),
      driverError('42703'),
      new TypeError('x'),
      'text',
    ])
      expect(toDomainError(err)).toBe(err);
  });
});

describe('what an error of the driver means', () => {
  it('is that the outcome is unknown only where an answer was awaited', () => {
    for (const message of ['Connection terminated unexpectedly', 'read ECONNRESET', 'Query read timeout'])
      expect(isConnectionLost(new Error(message))).toBe(true);
    for (const err of [
      driverError('EPIPE', 'write EPIPE'),
      driverError('ECONNREFUSED'),
      driverError('57P01'),
      null,
      'x',
    ])
      expect(isConnectionLost(err)).toBe(false);
  });

  it('is that another run is right where only others stood in the way', () => {
    expect(['40001', '40P01', '23505', '57014'].map((code) => isRetryable(driverError(code)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is which unique constraint was violated', () => {
    const err = driverError('23505', 'duplicate', { constraint: 'session_slug' });
    expect([isUniqueViolation(err), isUniqueViolation(err, 'session_slug'), isUniqueViolation(err, 'other')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isUniqueViolation(driverError('23503'))).toBe(false);
  });
});

describe('a refusal', () => {
  it('has a code of the list, a message for the reader, and its details', () => {
    expect(badInput('input.name', 'name must not be empty.')).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'input.name' },
    });
    expect(tooLarge('body', 'Too large.')).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', details: { field: 'body' } });
    expect(notFound('Session', 'x')).toMatchObject({ code: 'NOT_FOUND', message: 'Session x not found.' });
    for (const meaning of Object.values(ERROR_CODES)) expect(meaning).toMatch(/^[A-Z].*\.$/);
  });

  it('is none where an assumption of ours is broken', () => {
    expect(() => invariant(1, 'never')).not.toThrow();
    expect(() => invariant(0, 'one is not zero')).toThrow(new Error('Broken invariant: one is not zero'));
  });
});
