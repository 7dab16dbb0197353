import { defineConfig } from 'vitest/config';
import { alias, setupFiles } from './vitest.config.ts';

/** Tests against a real PostgreSQL, which the global set-up starts and migrates once; each file clones it. */
export default defineConfig({
  test: {
    name: 'api-db',
    include: ['src/**/*.{db,api,ws}.test.ts'],
    setupFiles,
    globalSetup: ['src/testing/global-setup.ts'],
    // The API is loaded once for each worker, not for each file: what a test needs of its own, it makes.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
  resolve: { alias },
});
