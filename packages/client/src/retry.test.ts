import { describe, expect, it } from 'vitest';
import { FoyerError } from './errors.js';
import { retryDelayMs, shouldRetry } from './retry.js';

const query = { repeatable: true, single: true };
const bareMutation = { repeatable: false, single: true };
const severalBareMutations = { repeatable: false, single: false };

describe('shouldRetry', () => {
  it.each([
    ['UNAVAILABLE', true, true, false],
    ['RATE_LIMITED', true, true, false],
    ['NETWORK_ERROR', true, false, false],
    ['TIMEOUT', true, false, false],
    ['BAD_RESPONSE', false, false, false],
    ['INTERNAL', false, false, false],
    ['VERSION_CONFLICT', false, false, false],
    ['STORAGE_FULL', false, false, false],
  ])('%s: repeatable %j, a mutation without key %j, several of them %j', (code, repeatable, bare, several) => {
    const error = new FoyerError(code, '');
    expect(shouldRetry(error, query)).toBe(repeatable);
    expect(shouldRetry(error, bareMutation)).toBe(bare);
    expect(shouldRetry(error, severalBareMutations)).toBe(several);
  });

  it('does not sleep for minutes on a limit', () => {
    const limited = (retryAfterSeconds: number) =>
      new FoyerError('RATE_LIMITED', '', { extensions: { retryAfterSeconds } });
    expect(shouldRetry(limited(30), query)).toBe(true);
    expect(shouldRetry(limited(900), query)).toBe(false);
  });
});

describe('retryDelayMs', () => {
  const unavailable = new FoyerError('UNAVAILABLE', '');

  it.each([
    [1, 100, 200],
    [2, 200, 400],
    [5, 1_600, 3_200],
    [6, 2_500, 5_000],
    [60, 2_500, 5_000],
  ])('waits before repetition %i between %i and %i ms', (attempt, least, most) => {
    expect(retryDelayMs(unavailable, attempt, 0)).toBe(least);
    expect(retryDelayMs(unavailable, attempt, 1)).toBe(most);
  });

  it('waits at least as long as the server asks', () => {
    const limited = new FoyerError('RATE_LIMITED', '', { extensions: { retryAfterSeconds: 3 } });
    expect(retryDelayMs(limited, 1, 0)).toBeGreaterThanOrEqual(3_000);
  });
});
