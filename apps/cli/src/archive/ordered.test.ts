import { describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.js';
import { mapOrdered } from './ordered.js';

describe('mapOrdered', () => {
  it('keeps the order of the items, working on no more at once than allowed', async () => {
    async function* items(): AsyncGenerator<number, void> {
      yield* [30, 1, 20, 2, 10];
    }
    let running = 0;
    let most = 0;
    const results = mapOrdered(items(), 3, async (ms) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, ms));
      running -= 1;
      return ms;
    });
    expect(await collect(results)).toEqual([30, 1, 20, 2, 10]);
    expect(most).toBe(3);
  });

  it('throws the failure of an item where its turn comes', async () => {
    async function* items(): AsyncGenerator<number, void> {
      yield* [1, 2, 3];
    }
    const seen: number[] = [];
    const reading = (async () => {
      const work = (n: number) => (n === 2 ? Promise.reject(new Error('Two.')) : Promise.resolve(n));
      for await (const result of mapOrdered(items(), 3, work)) seen.push(result);
    })();
    await expect(reading).rejects.toThrow('Two.');
    expect(seen).toEqual([1]);
  });
});
