import { describe, expect, it } from 'vitest';
import { preferenceCookie, readPreferences } from './preferences';

const reading = (cookies: Record<string, string>) => readPreferences((name) => cookies[name]);

describe('readPreferences', () => {
  it('has an answer for a browser that never came before', () => {
    expect(reading({})).toEqual({ zone: null, times: 'relative', rail: 'wide' });
  });

  it('takes what the console wrote', () => {
    expect(reading({ foyer_zone: 'Europe/Berlin', foyer_times: 'exact', foyer_rail: 'narrow' })).toEqual({
      zone: 'Europe/Berlin',
      times: 'exact',
      rail: 'narrow',
    });
  });

  it('takes anything else for absent', () => {
    expect(reading({ foyer_zone: '"><script>', foyer_times: 'x', foyer_rail: '' })).toEqual({
      zone: null,
      times: 'relative',
      rail: 'wide',
    });
  });
});

it('writes no cookie that another line could hide in', () => {
  expect(preferenceCookie('zone', 'UTC; Domain=evil')).toMatch(
    /^foyer_zone=UTC%3B%20Domain%3Devil; Path=\/; Max-Age=\d+; SameSite=Lax$/,
  );
});
