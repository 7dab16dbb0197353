import { describe, expect, it } from 'vitest';
import { collect } from '../testing/collect.js';
import { Channel } from './channel.js';

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Channel', () => {
  it('hands on everything in order, also what was pushed before anybody read', async () => {
    const channel = new Channel<number>();
    await channel.push(1, 1);
    const all = collect(channel);
    await tick();
    await channel.push(2, 1);
    channel.close();
    expect(await all).toEqual([1, 2]);
  });

  it('holds its writer back until the reader has caught up', async () => {
    const channel = new Channel<string>();
    let isThrough = false;
    const pushed = channel.push('large', 5 * 1024 * 1024).then(() => (isThrough = true));
    await tick();
    expect(isThrough).toBe(false);
    await channel[Symbol.asyncIterator]().next();
    await pushed;
    expect(isThrough).toBe(true);
  });

  it('lets a writer go on whose reader has gone', async () => {
    const channel = new Channel<string>();
    const pushed = channel.push('large', 5 * 1024 * 1024);
    channel.abandon();
    await expect(pushed).resolves.toBeUndefined();
    await expect(channel.push('more', 5 * 1024 * 1024)).resolves.toBeUndefined();
  });
});
