import { describe, expect, it } from 'vitest';
import { assertHolding, assertVersion, encodeVariable } from './variable.rules.js';
import { assertTarget } from './variable-target.service.js';

const NOW = new Date('2026-03-01T12:00:00.500Z');
const encode = (more: object): ReturnType<typeof encodeVariable> =>
  encodeVariable('input', { name: 'n', value: 1, ...more }, NOW);

describe('encodeVariable', () => {
  it('V4: keeps the value’s text and its size in bytes', () => {
    expect(encode({ value: { z: '😀', a: 1 } })).toMatchObject({
      text: '{"z":"😀","a":1}',
      sizeBytes: 18,
      expectedVersion: null,
      expiresAt: null,
    });
  });

  it('V3: counts the time to live from now, in seconds', () => {
    expect(encode({ ttlSeconds: 1 }).expiresAt).toEqual(new Date('2026-03-01T12:00:01.500Z'));
    expect(encode({ expiresAt: new Date(NOW.getTime() + 1) }).expiresAt).toEqual(new Date(NOW.getTime() + 1));
    expect(() => encode({ expiresAt: NOW })).toThrow(/future/);
  });

  it('V4: never takes null, and takes all else', () => {
    expect(() => encode({ value: null })).toThrow(/null/);
    for (const value of [0, false, '', [], {}, [null]]) expect(encode({ value }).text).toBe(JSON.stringify(value));
  });
});

describe('assertVersion', () => {
  it('V1: passes what is as expected, and says what is not', () => {
    for (const expected of [3, null, undefined]) expect(() => assertVersion('n', 3, expected)).not.toThrow();
    for (const [current, expected] of [
      [3, 2],
      [3, 4],
      [3, 0],
      [0, 1],
    ] as const)
      expect(() => assertVersion('n', current, expected)).toThrow(
        expect.objectContaining({ code: 'VERSION_CONFLICT', details: { currentVersion: current } }),
      );
  });
});

describe('assertHolding', () => {
  it('V4: a holder has 1,000 variables and 4 MiB at most', () => {
    expect(() => assertHolding({ count: 1_000, bytes: 4 * 1_024 * 1_024 })).not.toThrow();
    expect(() => assertHolding({ count: 1_001, bytes: 0 })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    );
    expect(() => assertHolding({ count: 1, bytes: 4 * 1_024 * 1_024 + 1 })).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
    );
  });
});

describe('assertTarget', () => {
  it('U3: takes each scope in each of its ways and in no other', () => {
    const user = { id: 'u' };
    const right = [
      { sessionId: 's' },
      { scope: 'session', sessionId: 's', user: null },
      { scope: 'platform', sessionId: 's' },
      { scope: 'platform', user, platform: 'web' },
      { scope: 'user', sessionId: 's' },
      { scope: 'user', user },
      { scope: 'app' },
    ] as const;
    for (const target of right) expect(() => assertTarget(target)).not.toThrow();
    const wrong = [
      {},
      { sessionId: 's', user },
      { scope: 'platform', user },
      { scope: 'platform', platform: 'web' },
      { scope: 'user', user, platform: 'web' },
      { scope: 'user' },
      { scope: 'app', sessionId: 's' },
      { scope: 'app', platform: '' },
    ] as const;
    for (const target of wrong)
      expect(() => assertTarget(target)).toThrow(
        expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field: 'input.target' } }),
      );
  });
});
