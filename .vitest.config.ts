import { defineConfig } from 'vitest/config';

// Every package says for itself what its tests need; here they are put together.
export default defineConfig({
  test: { projects: ['apps/*/vitest.config.ts', 'apps/*/vitest.*.config.ts', 'packages/*/vitest.config.ts'] },
});
