import { test as base } from '@playwright/test';
import { createClient, type FoyerClient } from '@foyer/client';
import { Seed } from './seed';

interface Fixtures {
  /** Makes what a test looks at, through the public API and with names that no other test has. */
  readonly seed: Seed;
  /** The public API, with a key that may do everything. */
  readonly api: FoyerClient;
}

/** Playwright's `test` with the running system behind it: pages open on the console. */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(setting('FOYER_E2E_CONSOLE_URL')),
  api: async ({}, use) =>
    use(createClient({ url: setting('FOYER_E2E_API_URL'), apiKey: setting('FOYER_E2E_API_KEY') })),
  seed: async ({ api }, use) => use(new Seed(api)),
});
export { expect } from '@playwright/test';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is set by the global set-up: run the tests with playwright.config.ts.`);
  return value;
}
