import { describe, expect, it } from 'vitest';
import { may } from './roles';

describe('may', () => {
  it.each([
    [null, []],
    ['VIEWER', []],
    ['SUPPORT', ['changeSessions']],
    ['OPERATOR', ['changeSessions', 'deleteSessions']],
    ['ADMIN', ['changeSessions', 'deleteSessions', 'administer']],
  ] as const)('X4: offers %s what the role allows, and nothing more', (role, acts) => {
    const all = ['changeSessions', 'deleteSessions', 'administer'] as const;
    expect(all.filter((act) => may(role, act))).toEqual(acts);
  });
});
