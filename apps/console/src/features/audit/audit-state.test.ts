import { describe, expect, it } from 'vitest';
import { actionWords, auditHref, changeAudit, EMPTY_AUDIT_STATE, readAuditState, targetHref } from './audit-state';

const full = { actor: '0192f3a1-0000-7000-8000-000000000001', action: 'createApiKey', after: 'WyJ4Il0' };

describe('readAuditState', () => {
  it('reads what auditHref writes', () => {
    for (const state of [EMPTY_AUDIT_STATE, full, { ...full, action: null }]) {
      const { searchParams } = new URL(auditHref(state), 'http://own');
      expect(readAuditState(Object.fromEntries(searchParams))).toEqual(state);
    }
  });

  it.each([
    { actor: '../x' },
    { actor: 'a b' },
    { action: '<script>' },
    { action: '1' },
    { action: 'a'.repeat(101) },
    { after: '' },
    { other: 'x' },
  ])('leaves out %j', (parameters) => expect(readAuditState(parameters)).toEqual(EMPTY_AUDIT_STATE));
});

describe('changeAudit', () => {
  it('begins anew with every change', () => {
    expect(changeAudit(full, { actor: null })).toEqual({ actor: null, action: 'createApiKey', after: null });
  });
});

describe('actionWords', () => {
  it.each([
    ['createOperator', 'Create operator'],
    ['createApiKey', 'Create API key'],
    ['signIn', 'Sign in'],
  ])('says %s as people do', (action, words) => expect(actionWords(action)).toBe(words));
});

describe('targetHref', () => {
  it('leads to sessions alone', () => {
    const setVariable = (scope: string): object => ({ events: [{ type: 'VARIABLE_SET', payload: { scope } }] });
    expect(targetHref('pauseSession', 'abc', {})).toBe('/sessions/abc');
    expect(targetHref('setVariable', 'abc', setVariable('SESSION'))).toBe('/sessions/abc');
    expect(targetHref('setVariable', 'abc', setVariable('USER'))).toBeNull();
    expect(targetHref('deleteSession', 'abc', {})).toBeNull();
    expect(targetHref('updateOperator', 'abc', { before: {} })).toBeNull();
  });
});
