import { defineConfig } from 'vitest/config';

export const setupFiles = ['reflect-metadata'];

/** One copy of graphql: the bundler would take its ES modules, Node takes the others, and each refuses the other's objects. */
export const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

/** Tests of what needs no database. */
export default defineConfig({
  test: { name: 'api', include: ['src/**/*.test.ts'], exclude: ['src/**/*.{db,api,ws}.test.ts'], setupFiles },
  resolve: { alias },
});
