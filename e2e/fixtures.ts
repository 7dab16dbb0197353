import { type BrowserContext, type Page, test as base } from '@playwright/test';
import { createClient, type FoyerClient } from '@foyer/client';
import { type Cookie, Operators, type Role } from './operators';
import { Seed } from './seed';

interface Fixtures {
  /** Makes what a test looks at, through the public API and with names that no other test has. */
  readonly seed: Seed;
  /** The public API, with a key that may do everything. */
  readonly api: FoyerClient;
  /** Makes people who can sign in. */
  readonly operators: Operators;
  /** A page in a browser of its own, in which a new operator of this role is signed in; in which nobody is, for null. */
  readonly pageOf: (role: Role | null) => Promise<Page>;
}

/** Playwright's `test` with the running system behind it: pages open on the console, where an ADMIN is signed in. */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(setting('FOYER_E2E_CONSOLE_URL')),
  storageState: async ({}, use) => use({ cookies: [JSON.parse(setting('FOYER_E2E_LOGIN')) as Cookie], origins: [] }),
  api: async ({}, use) =>
    use(createClient({ url: setting('FOYER_E2E_API_URL'), apiKey: setting('FOYER_E2E_API_KEY') })),
  seed: async ({ api }, use) => use(new Seed(api)),
  operators: async ({ api }, use) => use(new Operators(api, setting('FOYER_E2E_API_URL'))),
  pageOf: async ({ browser, operators }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role) => {
      const cookies = role === null ? [] : [await operators.signIn(await operators.make(role))];
      const context = await browser.newContext({ storageState: { cookies, origins: [] } });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
export { expect } from '@playwright/test';

/** A variable of the global set-up. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is set by the global set-up: run the tests with playwright.config.ts.`);
  return value;
}
