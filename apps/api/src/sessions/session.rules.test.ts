import { describe, expect, it } from 'vitest';
import type { SessionStatus } from '@foyer/types/enums';
import { DomainError } from '../core/errors.js';
import { assertParts, assertSeq, assertTakes, durationSeconds, idleAt, isIdle, makeSlug } from './session.rules.js';

const START = new Date('2026-01-31T23:59:59.999Z');
const after = (ms: number): Date => new Date(START.getTime() + ms);

const codeOf = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (err) {
    if (err instanceof DomainError) return err.code;
    throw err;
  }
};

describe('idleAt', () => {
  const idling = { status: 'active', lastActivityAt: START, idleTimeoutSeconds: 3_600 } as const;

  it('S7: is the last activity and the time-out, to the millisecond', () => {
    expect(idleAt(idling)).toEqual(after(3_600_000));
    expect(idleAt({ ...idling, idleTimeoutSeconds: 31_536_000 })).toEqual(after(31_536_000_000));
  });

  it('S7: is never with 0, and never for what is not ACTIVE', () => {
    expect(idleAt({ ...idling, idleTimeoutSeconds: 0 })).toBeNull();
    expect(idleAt({ ...idling, status: 'paused' })).toBeNull();
    expect(idleAt({ ...idling, status: 'ended' })).toBeNull();
  });

  it.each([
    [-1, false],
    [3_599_999, false],
    [3_600_000, false],
    [3_600_001, true],
    [1e12, true],
  ])('S7: %i ms after the last activity isIdle says %s', (ms, idle) => {
    expect(isIdle(idling, after(ms))).toBe(idle);
    expect(isIdle({ ...idling, idleTimeoutSeconds: 0 }, after(ms))).toBe(false);
  });
});

describe('durationSeconds', () => {
  it('counts whole seconds to the end, or to now, and never below zero', () => {
    expect(durationSeconds({ startedAt: START, endedAt: null }, after(1_999))).toBe(1);
    expect(durationSeconds({ startedAt: START, endedAt: after(60_000) }, after(1e9))).toBe(60);
    expect(durationSeconds({ startedAt: START, endedAt: null }, after(-5_000))).toBe(0);
  });
});

describe('assertTakes', () => {
  it.each<[SessionStatus, string | null, string | null]>([
    ['active', null, null],
    ['paused', 'SESSION_PAUSED', null],
    ['ended', 'SESSION_ENDED', 'SESSION_ENDED'],
  ])('S3 S4: of %s, messages are %s and results %s', (status, messages, results) => {
    expect(codeOf(() => assertTakes({ id: 'x', status }, 'messages'))).toBe(messages);
    expect(codeOf(() => assertTakes({ id: 'x', status }, 'results'))).toBe(results);
  });
});

describe('assertSeq', () => {
  it('V1: takes the seq, and nothing said, and refuses every other', () => {
    for (const expected of [7, null, undefined])
      expect(codeOf(() => assertSeq({ id: 'x', seq: 7 }, expected))).toBeNull();
    for (const expected of [0, 6, 8])
      expect(codeOf(() => assertSeq({ id: 'x', seq: 7 }, expected))).toBe('VERSION_CONFLICT');
  });
});

describe('assertParts', () => {
  it('S10: takes only the platforms that are listed, where any are', () => {
    expect(codeOf(() => assertParts({ platform: 'web' }, ['web']))).toBeNull();
    expect(codeOf(() => assertParts({ platform: 'webs' }, ['web']))).toBe('BAD_USER_INPUT');
    expect(codeOf(() => assertParts({ platform: 'web' }, []))).toBe('BAD_USER_INPUT');
    expect(codeOf(() => assertParts({ platform: 'webs' }, null))).toBeNull();
  });
});

describe('makeSlug', () => {
  const ID = '01900000-0000-7000-8000-0123456789ab';

  it.each([
    ['Ada Lovelace', 'web-ada-lovelace-20260131-0123456789ab'],
    ['  Ünï –– cödé!  ', 'web-uni-code-20260131-0123456789ab'],
    ['../../etc/passwd', 'web-etc-passwd-20260131-0123456789ab'],
    ['東京', 'web-user-20260131-0123456789ab'],
    ['\u{1F600}', 'web-user-20260131-0123456789ab'],
    ['', 'web-user-20260131-0123456789ab'],
    [null, 'web-user-20260131-0123456789ab'],
    [`${'a'.repeat(31)} b`, `web-${'a'.repeat(31)}-20260131-0123456789ab`],
  ])('S10: makes of %s a slug that a session may have', (name, slug) => {
    expect(makeSlug('web', name, START, ID)).toBe(slug);
    expect(codeOf(() => assertParts({ slug }, null))).toBeNull();
  });

  it('S10: stays within 100 characters for the longest platform and name', () => {
    const slug = makeSlug('p'.repeat(32), 'x'.repeat(200), START, ID);
    expect(codeOf(() => assertParts({ slug }, null))).toBeNull();
  });
});
