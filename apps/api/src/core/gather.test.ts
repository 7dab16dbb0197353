import { LIMITS } from '@foyer/types/limits';
import { describe, expect, it } from 'vitest';
import { Gatherer, type LoadMany } from './gather.js';

/** Gives each id in capitals, and keeps what it was asked for. */
function capitals(): { load: LoadMany<string>; asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  const load = (ids: readonly string[]): Promise<(id: string) => string> => {
    asked.push(ids);
    return Promise.resolve((id) => id.toUpperCase());
  };
  return { load, asked };
}

describe('Gatherer', () => {
  it('asks once for all that is asked for in one turn, and gives each its own', async () => {
    const gatherer = new Gatherer();
    const { load, asked } = capitals();
    const later = Promise.resolve().then(() => gatherer.one('kind', 'c', load));
    const answers = await Promise.all([gatherer.one('kind', 'a', load), gatherer.one('kind', 'b', load), later]);
    expect(answers).toEqual(['A', 'B', 'C']);
    expect(asked).toEqual([['a', 'b', 'c']]);
  });

  it('asks again for what is asked for later, also where it is the same', async () => {
    const gatherer = new Gatherer();
    const { load, asked } = capitals();
    await gatherer.one('kind', 'a', load);
    await gatherer.one('kind', 'a', load);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('asks once for what several ask for at the same time', async () => {
    const gatherer = new Gatherer();
    const { load, asked } = capitals();
    expect(await Promise.all(['a', 'a', 'a'].map((id) => gatherer.one('kind', id, load)))).toEqual(['A', 'A', 'A']);
    expect(asked).toEqual([['a']]);
  });

  it('keeps kinds, and gatherers, apart', async () => {
    const [mine, yours] = [new Gatherer(), new Gatherer()];
    const [one, other, foreign] = [capitals(), capitals(), capitals()];
    await Promise.all([
      mine.one('one', 'a', one.load),
      mine.one('other', 'b', other.load),
      yours.one('one', 'c', foreign.load),
    ]);
    expect([one.asked, other.asked, foreign.asked]).toEqual([[['a']], [['b']], [['c']]]);
  });

  it('asks for no more at once than a list may have', async () => {
    const gatherer = new Gatherer();
    const { load, asked } = capitals();
    const ids = Array.from({ length: 2 * LIMITS.pageSizeMax + 1 }, (_, n) => `id ${n}`);
    const answers = await Promise.all(ids.map((id) => gatherer.one('kind', id, load)));
    expect(answers).toEqual(ids.map((id) => id.toUpperCase()));
    expect(asked.map(({ length }) => length)).toEqual([LIMITS.pageSizeMax, LIMITS.pageSizeMax, 1]);
  });

  it('tells all that were asked for together what went wrong, and asks anew for the next', async () => {
    const gatherer = new Gatherer();
    const fail = (): Promise<never> => Promise.reject(new Error('gone'));
    const answers = await Promise.allSettled(['a', 'b'].map((id) => gatherer.one('kind', id, fail)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await gatherer.one('kind', 'a', capitals().load)).toBe('A');
  });
});
