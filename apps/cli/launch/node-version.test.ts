import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainOldNode, isAtLeast, NODE_MIN, NODE_RUNTIME_MIN } from './node-version.mjs';

describe('explainOldNode', () => {
  it.each(['v0.12.18', 'v12.22.12', 'v18.20.8', 'v20.9.0', 'v20.18.3'])('names %s and what is needed', (version) => {
    expect(explainOldNode(version)).toBe(
      `Foyer needs Node 20.19 or newer, and this is ${version}. Install a newer one from https://nodejs.org, then start again.`,
    );
  });

  it.each(['v20.19.0', 'v20.20.2', 'v21.0.0', 'v22.12.0', 'v24.21.0', 'v100.0.0'])(
    'has nothing to say of %s',
    (version) => {
      expect(explainOldNode(version)).toBeNull();
    },
  );

  it('asks for what the package asks for', () => {
    const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(engines.node).toBe(`>=${NODE_MIN.join('.')}`);
  });
});

describe('isAtLeast', () => {
  it('is what the tests themselves run on', () => {
    expect(isAtLeast(process.version, NODE_RUNTIME_MIN)).toBe(true);
  });
});
