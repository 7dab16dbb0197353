import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { captureLog } from '../testing/captured-log.js';
import { DomainError } from './errors.js';

describe('the log', () => {
  it('has what an error is and where it came from, and its causes', () => {
    const { log, lines } = captureLog();
    log.error({ err: new DomainError('UNAVAILABLE', 'Try again.', {}, new Error('refused')) }, 'a field failed');
    expect(lines()).toMatchObject([
      {
        level: 50,
        msg: 'a field failed',
        err: {
          type: 'DomainError',
          message: 'Try again.',
          code: 'UNAVAILABLE',
          cause: { type: 'Error', message: 'refused' },
        },
      },
    ]);
    expect(JSON.stringify(lines())).toContain('log.test.ts');
  });

  it('has neither the parameters nor the rows of a statement that failed', () => {
    const { log, text } = captureLog();
    const driver = Object.assign(new Error('new row violates check constraint'), {
      code: '23514',
      detail: 'Failing row contains (canary).',
      where: 'canary',
    });
    log.error({ err: new QueryFailedError('INSERT INTO message VALUES ($1)', ['canary'], driver) });
    log.error({ err: new Error('Outer', { cause: driver }) });
    expect(text()).toContain('23514');
    expect(text()).not.toContain('canary');
  });

  it('has no credentials, wherever they ride along', () => {
    const { log, text } = captureLog();
    const headers = { authorization: 'Bearer canary', cookie: 'login=canary' };
    log.info({
      authorization: 'canary',
      request: { headers, authorization: 'canary' },
      operator: { password: 'canary', secret: 'canary' },
    });
    expect(text()).toContain('[secret]');
    expect(text()).not.toContain('canary');
  });

  it('takes what is thrown that is no error', () => {
    const { log, lines } = captureLog();
    log.error({ err: 'thrown text' });
    expect(lines()).toMatchObject([{ err: 'thrown text' }]);
  });
});
