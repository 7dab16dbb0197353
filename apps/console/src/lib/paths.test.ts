import { describe, expect, it } from 'vitest';
import { ownPath, signInHref } from './paths';

describe('ownPath', () => {
  it.each(['/', '/sessions', '/sessions?status=active,paused&q=a%20b', '/sessions/caf%C3%A9?view=raw', '/access/keys'])(
    'keeps %s',
    (path) => expect(ownPath(path)).toBe(path),
  );

  it.each([
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    String.raw`/\evil.example`,
    String.raw`\\evil.example`,
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/..//evil.example/a',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'evil.example',
    ' /sessions',
    '',
    '/sign-in',
    '/sign-in?to=/sign-in',
    '/setup',
    '/api/graphql',
    null,
    undefined,
  ])('X4: leads home instead of to %j', (text) => expect(ownPath(text)).toBe('/'));

  it('keeps no fragment, which may be a secret', () => expect(ownPath('/sessions#token')).toBe('/sessions'));
});

describe('signInHref', () => {
  it('remembers the way back, and why', () => {
    expect(signInHref('/audit?actor=1', 'ended')).toBe('/sign-in?to=%2Faudit%3Factor%3D1&why=ended');
    expect(signInHref('/', null)).toBe('/sign-in');
    expect(signInHref('//evil.example', null)).toBe('/sign-in');
  });
});
