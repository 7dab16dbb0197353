import type { Variable } from '@foyer/client';
import { describe, expect, it } from 'vitest';
import { formatLine, variableLines } from './write.js';

describe('formatLine', () => {
  it('leaves out what is null, but only at the top: values are kept as they are', () => {
    const value = JSON.parse('{"__proto__":null,"b":[null,{"a":null}]}') as unknown;
    expect(formatLine({ type: 'x', a: null, b: undefined, c: false, d: 0, e: '', value })).toBe(
      '{"type":"x","c":false,"d":0,"e":"","value":{"__proto__":null,"b":[null,{"a":null}]}}',
    );
  });

  it('is one line whatever is in it', () => {
    expect(formatLine({ content: 'a\nb\r\nc' })).not.toMatch(/[\n\r]/);
  });
});

describe('variableLines', () => {
  it('writes the variables of one scope by name, in an order that no locale can change', () => {
    const variable = (name: string, scope: Variable['scope']): Variable => ({
      name,
      scope,
      value: 1,
      version: 3,
      updatedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: null,
    });
    const variables = [variable('é', 'USER'), variable('b', 'USER'), variable('a', 'PLATFORM'), variable('B', 'USER')];
    expect(variableLines(variables, 'USER', { user: 'u' })).toEqual([
      '{"type":"variable","scope":"USER","user":"u","name":"B","value":1}',
      '{"type":"variable","scope":"USER","user":"u","name":"b","value":1}',
      '{"type":"variable","scope":"USER","user":"u","name":"é","value":1}',
    ]);
  });
});
