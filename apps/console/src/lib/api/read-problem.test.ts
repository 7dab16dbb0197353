import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { describe, expect, it } from 'vitest';
import { readProblem } from './read-problem';

const errors = [{ message: 'Not now.', extensions: { code: 'FORBIDDEN', requestId: 'r-1' } }];

describe('readProblem', () => {
  it.each([
    ['in an answer of GraphQL', new CombinedGraphQLErrors({ errors })],
    [
      'before GraphQL',
      new ServerError('403', { response: new Response(null, { status: 403 }), bodyText: JSON.stringify({ errors }) }),
    ],
  ])('reads what the API said %s', (_where, error) => {
    expect(readProblem(error)).toMatchObject({ code: 'FORBIDDEN', message: 'Not now.', requestId: 'r-1' });
  });

  it.each([
    new TypeError('Failed to fetch'),
    new ServerError('502', { response: new Response(null, { status: 502 }), bodyText: '<h1>Bad gateway</h1>' }),
    new ServerError('502', { response: new Response(null, { status: 502 }), bodyText: 'null' }),
  ])('does not claim to know what happened where no answer of the API came: %s', (error) => {
    expect(readProblem(error)).toMatchObject({ kind: 'unreachable', code: 'NETWORK_ERROR', requestId: null });
    expect(readProblem(error).message).toContain('not known');
  });
});
