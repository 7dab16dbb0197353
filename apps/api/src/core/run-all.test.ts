import { describe, expect, it } from 'vitest';
import { runAll } from './run-all.js';

/** Steps of which those at the given places fail, and which of them were tried. */
function steps(count: number, failing: readonly number[]): { tried: number[]; list: (() => Promise<void>)[] } {
  const tried: number[] = [];
  const list = Array.from({ length: count }, (_, at) => async () => {
    await Promise.resolve();
    tried.push(at);
    if (failing.includes(at)) throw new Error(`step ${at}`);
  });
  return { tried, list };
}

describe('runAll', () => {
  it('runs steps one after the other, in their order', async () => {
    const { tried, list } = steps(4, []);
    await runAll(list);
    expect(tried).toEqual([0, 1, 2, 3]);
  });

  it('tries all where some fail, and throws the first error at the end', async () => {
    const { tried, list } = steps(8, [1, 3, 5, 6]);
    await expect(runAll(list)).rejects.toThrow('step 1');
    expect(tried).toHaveLength(8);
  });

  it('gives up after five failures', async () => {
    const { tried, list } = steps(100, [0, 2, 4, 5, 6, 7]);
    await expect(runAll(list)).rejects.toThrow('step 0');
    expect(tried).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
