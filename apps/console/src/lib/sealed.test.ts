import { expect, it } from 'vitest';
import { seal, unseal } from './sealed';

it('brings every name through, those that JavaScript gives a meaning included', () => {
  const data: unknown = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "": null, "🎟️": "$1"}');
  expect(JSON.stringify(unseal(seal(data)))).toBe(JSON.stringify(data));
  expect({}).not.toHaveProperty('polluted');
});
