import { describe, expect, it } from 'vitest';
import { jsonPreview } from './preview';

describe('jsonPreview', () => {
  it.each([
    [{ a: 1, b: ['x', null], c: {} }, '{a: 1, b: ["x", null], c: {}}'],
    ['text', '"text"'],
    [null, 'null'],
    [[], '[]'],
  ])('writes %j in one line', (value, line) => {
    expect(jsonPreview(value, 80)).toBe(line);
  });

  it('cuts what is longer, and does not read on behind the cut', () => {
    const started = performance.now();
    const line = jsonPreview(
      Array.from({ length: 250_000 }, (_, index) => ({ index })),
      40,
    );
    expect(line).toHaveLength(40);
    expect(line.endsWith('…')).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
