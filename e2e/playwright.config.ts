import { defineConfig } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './setup/browser';

const { executablePath, env } = await findBrowser();

export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'regressions/**/*.spec.ts'],
  globalSetup: './setup/global-setup.ts',
  outputDir: './test-results',
  reporter: [['list'], ['./setup/counts.ts']],
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  use: {
    launchOptions: { executablePath, args: BROWSER_ARGS, env: { ...process.env, ...env } },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
