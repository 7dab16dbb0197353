import { describe, expect, it } from 'vitest';
import { comparePromises, renderPromises, testNames, type Promises } from './promises.ts';

const PROMISES: Promises = {
  delivered: [1],
  promises: [
    { id: 'S1', title: 'One at a time.', part: 1 },
    { id: 'S2', title: 'None | fails.', part: 1, later: 'more with part 2' },
    { id: 'P1', title: 'Points.', part: 4 },
  ],
};
const proof = (name: string, promises: string[]) => ({ file: 'a.test.ts', name, promises });

describe('testNames', () => {
  it('finds tests of every form, groups first', () => {
    const source = `
      describe('S1: sessions', () => {
        it('is one', () => {});
        describe.each([1])(\`S2 \${1} of\`, () => { test.concurrent('many', async () => {}); });
      });
      it.each([{ a: 1 }, { a: 2 }])('V1: $a', () => {});
      test.describe('a journey', () => { test('M2: reads', async ({ page }) => { await test.step('V9: not a test', () => {}); }); });
    `;
    expect(testNames('a.test.ts', source)).toEqual([
      'S1: sessions › is one',
      'S1: sessions › S2 … of › many',
      'V1: $a',
      'a journey › M2: reads',
    ]);
  });

  it('leaves out what may be skipped', () => {
    const source = `
      it.skip('S1', () => {}); it.skipIf(true)('S1', () => {}); it.todo('S1');
      describe.runIf(here)('S1', () => { it('S2', () => {}); });
      it('S2: always', () => {});
    `;
    expect(testNames('a.test.ts', source)).toEqual(['S2: always']);
  });

  it('reads TSX and decorators', () => {
    expect(testNames('a.test.tsx', `@X() class A { @F() b!: string }; it('S1', () => <b>{A}</b>);`)).toEqual(['S1']);
  });
});

describe('comparePromises', () => {
  it('finds nothing where each delivered promise has its test', () => {
    expect(comparePromises(PROMISES, [proof('S1 and S2: both', ['S1', 'S2'])])).toEqual([]);
  });

  it('names a delivered promise without a test', () => {
    expect(comparePromises(PROMISES, [proof('S1: one', ['S1'])])).toEqual([expect.stringContaining('S2 is promised')]);
  });

  it('names a number that no promise has, and is not led astray by other letters and digits', () => {
    const tests = [proof('S1, S2', ['S1', 'S2']), proof('S99: odd', ['S99']), proof('on A4 paper', ['A4'])];
    expect(comparePromises(PROMISES, tests)).toEqual([expect.stringContaining('cites S99')]);
  });
});

describe('renderPromises', () => {
  it('lists what is kept with its tests, and what is coming', () => {
    const text = renderPromises(PROMISES, [proof('S1: one', ['S1']), proof('S1, S2: a < b', ['S1', 'S2'])]);
    expect(text).toContain('| S1 | One at a time. | `a.test.ts`<br>· S1: one<br>· S1, S2: a &lt; b |');
    expect(text).toContain('| S2 | None \\| fails. (more with part 2) | `a.test.ts`<br>· S1, S2: a &lt; b |');
    expect(text).toMatch(/## Coming[^]*\| P1 \| Points\. \| 4 \|/);
  });
});
