import { describe, expect, it } from 'vitest';
import { createIds, isId } from './ids.js';

const idsOf = (count: number, now?: () => number): string[] => {
  const ids = createIds(now);
  return Array.from({ length: count }, () => ids.next());
};

describe('createIds', () => {
  it('S10: makes UUIDv7 that tell the time of their making', () => {
    const time = Date.UTC(2026, 10, 20, 12, 30, 15, 678);
    const [id = ''] = idsOf(1, () => time);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(isId(id)).toBe(true);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(time);
  });

  it('S10: sorts by the order of making, within one millisecond and where the clock goes back', () => {
    const within = idsOf(10_000, () => 1_000);
    expect(within.toSorted()).toEqual(within);
    let time = 2_000;
    const backwards = idsOf(100, () => time--);
    expect(backwards.toSorted()).toEqual(backwards);
  });

  it('S10: makes no id twice, in one process or in two at the same moment', () => {
    const both = [...idsOf(50_000, () => 1_000), ...idsOf(50_000, () => 1_000)];
    expect(new Set(both).size).toBe(both.length);
  });
});
