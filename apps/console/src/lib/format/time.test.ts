import { describe, expect, it } from 'vitest';
import { clockTime, dayKey, dayName, duration, exactTime, isTimeZone, relativeTime, shortTime } from './time';

const now = Date.parse('2026-11-20T13:02:11Z');
const seconds = 1_000;
const minutes = 60 * seconds;
const hours = 60 * minutes;
const days = 24 * hours;

describe('relativeTime', () => {
  it.each([
    [0, 'now'],
    [4 * seconds, 'now'],
    [45 * seconds, '45 s ago'],
    [59.9 * seconds, '59 s ago'],
    [12 * minutes, '12 min ago'],
    [3 * hours + 59 * minutes, '3 h ago'],
    [36 * hours, '1 d ago'],
    [59 * days, '59 d ago'],
    [240 * days, '7 mo ago'],
    [800 * days, '2 y ago'],
    [-12 * minutes, 'in 12 min'],
    // The clocks of browser and server never agree to the second.
    [-2 * seconds, 'now'],
  ])('says of %d ms ago: %s', (distance, words) => {
    expect(relativeTime(now - distance, now)).toBe(words);
  });
});

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [48 * seconds, '48 s'],
    [125 * seconds, '2 min 05 s'],
    [2 * minutes, '2 min'],
    [2 * hours + 10 * minutes + 40 * seconds, '2 h 10 min'],
    [1 * hours, '1 h'],
    [76 * hours, '3 d 4 h'],
    [2 * days, '2 d'],
    [-5 * seconds, '0 s'],
  ])('says of %d ms: %s', (length, words) => {
    expect(duration(length)).toBe(words);
  });
});

describe('exact times', () => {
  it('are those of the zone, and say which it is', () => {
    expect(exactTime(now, 'UTC')).toBe('20 Nov 2026, 13:02:11 UTC');
    expect(exactTime(now, 'Europe/Berlin')).toBe('20 Nov 2026, 14:02:11 CET');
    expect(clockTime(now, 'Asia/Kathmandu')).toBe('18:47');
  });

  it('leave out this year and keep others', () => {
    expect(shortTime(now, now, 'UTC')).toBe('20 Nov 13:02');
    expect(shortTime(Date.parse('2024-02-29T00:00:00Z'), now, 'UTC')).toBe('29 Feb 2024 00:00');
  });

  it('begin a day where the zone begins it', () => {
    const late = Date.parse('2026-11-20T23:30:00Z');
    expect(dayKey(late, 'UTC')).toBe('2026-11-20');
    expect(dayKey(late, 'Europe/Berlin')).toBe('2026-11-21');
    expect(dayName(late, 'Europe/Berlin')).toBe('Saturday 21 November 2026');
  });
});

describe('isTimeZone', () => {
  it('refuses what a cookie may say and no platform knows', () => {
    expect(['UTC', 'Europe/Berlin'].map(isTimeZone)).toEqual([true, true]);
    expect(['Mars/Olympus', '', '<script>'].map(isTimeZone)).toEqual([false, false, false]);
  });
});
