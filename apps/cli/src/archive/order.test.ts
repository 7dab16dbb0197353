import { describe, expect, it } from 'vitest';
import { Order } from './order.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Order', () => {
  it('lets each make its own after all before it have, and wait for their end where it must', async () => {
    const order = new Order();
    const [first, second, third] = [order.take(), order.take(), order.take()];
    const seen: string[] = [];
    void second.earlierMade.then(() => seen.push('second may make'));
    void third.earlierMade.then(() => seen.push('third may make'));
    void third.earlierDone.then(() => seen.push('third is alone'));
    second.made();
    await tick();
    expect(seen).toEqual([]);
    first.made();
    await tick();
    expect(seen).toEqual(['second may make', 'third may make']);
    first.done();
    await tick();
    expect(seen).toHaveLength(2);
    second.done();
    await tick();
    expect(seen.at(-1)).toBe('third is alone');
  });
});
