import { describe, expect, it } from 'vitest';
import { BadLine } from '../transfer/shape.js';
import { sendItems } from './part.js';

describe('sendItems', () => {
  it('finds the few that are refused, and sends all others in their order', async () => {
    const sent: number[] = [];
    const refused: number[] = [];
    const items = Array.from({ length: 100 }, (_, index) => index);
    const bad = new Set([0, 41, 42, 99]);
    await sendItems(
      items,
      async (some) => {
        if (some.some((item) => bad.has(item))) throw new BadLine('No.');
        sent.push(...some);
      },
      (item) => refused.push(item),
    );
    expect(refused).toEqual([...bad]);
    expect(sent).toEqual(items.filter((item) => !bad.has(item)));
  });

  it('gives up at once on what is no refusal', async () => {
    let tries = 0;
    const sending = sendItems(
      [1, 2, 3],
      () => {
        tries += 1;
        return Promise.reject(new Error('The API is gone.'));
      },
      () => undefined,
    );
    await expect(sending).rejects.toThrow('The API is gone.');
    expect(tries).toBe(1);
  });
});
