import { describe, expect, it } from 'vitest';
import { makeProblem } from './problem';

describe('makeProblem', () => {
  it('X6: says how long to wait as people say it', () => {
    const message = 'Too many failed sign-ins. Try again in 870 s.';
    expect(makeProblem('RATE_LIMITED', message, { retryAfterSeconds: 870 }, undefined)).toEqual({
      kind: 'slow',
      code: 'RATE_LIMITED',
      message: 'Too many failed sign-ins. Try again in 14 min 30 s.',
      field: null,
      requestId: null,
    });
  });

  it('names the input that was refused, and the request', () => {
    const problem = makeProblem('BAD_USER_INPUT', 'No.', { field: 'input.email' }, 'r-1');
    expect(problem).toMatchObject({ kind: 'refused', message: 'No.', field: 'input.email', requestId: 'r-1' });
  });
});
