import type { Page } from '@playwright/test';
import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';
import type { Operator } from '../operators';
import { type RunningSystem, startSystem } from '../setup/system';

async function enter(page: Page, { email, password }: Pick<Operator, 'email' | 'password'>): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in', exact: true })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test.describe('a Foyer that nobody has visited yet', () => {
  let system: RunningSystem;
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => {
    test.setTimeout(150_000);
    system = await startSystem();
  });
  test.afterAll(async () => await system.stop());

  const first = { email: 'ann@example.com', name: 'Ann 🗝️', password: 'first in the house' };
  const link = (): string => /First visit\s+(\S+)/.exec(system.printed())?.[1] ?? '';

  test('X4: lets the first operator in by the link that was printed, and nobody without it', async ({ pageOf }) => {
    const page = await pageOf(null);
    expect(link()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#[\w-]{20,}$/);
    await page.goto(`${system.consoleUrl}/setup`);
    await expect(page.getByText('The first operator is made with the link')).toBeVisible();
    await expectAccessible(page);

    await page.goto(`${system.consoleUrl}/setup#wrong-token`);
    await fillSetUp(page, first.password);
    await expect(page.getByRole('alert').filter({ hasText: 'The set-up link is wrong' })).toBeVisible();

    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(link());
    await expect(page).toHaveURL(`${system.consoleUrl}/setup`);
    await fillSetUp(page, 'password1234');
    await expect(page.getByText('This password is too easy to guess.')).toBeVisible();
    await expectAccessible(page);
    await fillSetUp(page, first.password);
    await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: `Signed in as ${first.name}` })).toBeVisible();
    const token = link().split('#')[1] ?? '';
    expect(asked.filter((url) => url.includes(token) || url.includes('house'))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(token);
  });

  test('X4: the link works once', async ({ pageOf }) => {
    const page = await pageOf(null);
    await page.goto(link());
    await fillSetUp(page, 'second in the house');
    await expect(page.getByRole('alert').filter({ hasText: 'was used before' })).toBeVisible();
    await page.getByRole('link', { name: 'Sign in instead' }).click();
    await enter(page, first);
    await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible();
  });

  async function fillSetUp(page: Page, password: string): Promise<void> {
    await page.getByLabel('E-mail').fill(first.email);
    await page.getByLabel('Name').fill(first.name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Set up and sign in' }).click();
  }
});

test('X4: whoever is not signed in signs in first, and comes to where they wanted to go', async ({
  pageOf,
  operators,
}) => {
  const [page, operator] = [await pageOf(null), await operators.make('SUPPORT')];
  await page.goto('/sessions?status=paused&q=tea');
  await expect(page).toHaveURL(`/sign-in?${new URLSearchParams({ to: '/sessions?status=paused&q=tea' })}`);
  await expect(page.getByText('Your login has ended')).toHaveCount(0);
  await expectAccessible(page);

  await enter(page, { ...operator, password: 'not this one' });
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password is wrong.' })).toBeVisible();
  await expectAccessible(page);
  await enter(page, { ...operator, email: operator.email.toUpperCase() });
  await expect(page).toHaveURL('/sessions?status=paused&q=tea');
  await page.goto('/sign-in');
  await expect(page).toHaveURL(/\/sessions$/);

  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'foyer_login');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('X4: signing in leads nowhere but into the console', async ({ pageOf, operators, baseURL }) => {
  const operator = await operators.make('VIEWER');
  for (const to of ['https://evil.example/', '//evil.example', String.raw`/\evil.example`, '/.//evil.example']) {
    const page = await pageOf(null);
    await page.goto(`/sign-in?${new URLSearchParams({ to })}`);
    await enter(page, operator);
    await expect(page).toHaveURL(`${baseURL}/sessions`);
  }
});

test('X6: after too many wrong passwords the page says how long to wait', async ({ pageOf, operators }) => {
  const [page, operator] = [await pageOf(null), await operators.make('VIEWER')];
  await page.goto('/sign-in');
  for (let tries = 1; tries <= 5; tries += 1) {
    const answered = page.waitForResponse('**/api/graphql');
    await enter(page, { ...operator, password: `wrong ${tries}` });
    await answered;
  }
  await enter(page, operator);
  await expect(page.getByRole('alert').filter({ hasText: /Too many .* Try again in 1[45] min/ })).toBeVisible();
  await expectAccessible(page);
});

test('X4: who signs out is out, also on pages that are still open', async ({ pageOf }) => {
  const page = await pageOf('ADMIN');
  await page.goto('/access');
  const other = await page.context().newPage();
  await other.goto('/access/keys');
  const cookies = await page.context().cookies();

  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);

  // Whoever copied the cookie is out as well.
  await page.context().addCookies(cookies);
  await other.getByRole('button', { name: 'Create key' }).click();
  await other.getByLabel('Name').fill('too late');
  await other.getByLabel('Read', { exact: true }).check();
  await other.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
  await expect(other).toHaveURL('/sign-in?to=%2Faccess%2Fkeys&why=ended');
  await expect(other.getByText('Your login has ended. Sign in to go on where you were.')).toBeVisible();
});

test('X4: a login that has ended leads back to where one was', async ({ pageOf, operators, seed }) => {
  const session = await seed.session();
  const [page, operator] = [await pageOf(null), await operators.make('SUPPORT')];
  await page.goto('/sessions');
  await enter(page, operator);
  await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible();

  await operators.change(operator.id, { disabled: true });
  await page.goto(`/sessions/${session.slug}`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await expect(page.getByText('Your login has ended.')).toBeVisible();
  await expectAccessible(page);
  await enter(page, operator);
  await expect(page.getByRole('alert').filter({ hasText: 'E-mail or password is wrong.' })).toBeVisible();

  await operators.change(operator.id, { disabled: false });
  await enter(page, operator);
  await expect(page).toHaveURL(`/sessions/${session.slug}`);
});

test('X4: another password ends all other logins, and this one goes on', async ({ browser, operators }) => {
  const operator = await operators.make('VIEWER');
  const [page, elsewhere] = await Promise.all(
    [1, 2].map(async () => {
      const cookies = [await operators.signIn(operator)];
      return (await browser.newContext({ storageState: { cookies, origins: [] } })).newPage();
    }),
  );
  if (page === undefined || elsewhere === undefined) throw new Error('Two pages were opened.');
  for (const each of [page, elsewhere]) await each.goto('/sessions');

  await page.getByRole('button', { name: /^Signed in as/ }).click();
  await page.getByRole('button', { name: 'Change password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change password' });
  await dialog.getByLabel('Current password', { exact: true }).fill('not this one');
  await dialog.getByLabel('New password', { exact: true }).fill('another one altogether');
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByText('The current password is wrong.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Current password', { exact: true }).fill(operator.password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByRole('status')).toContainText('Your password was changed.');

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere.getByText('Your login has ended.')).toBeVisible();
  await enter(elsewhere, { ...operator, password: 'another one altogether' });
  await expect(elsewhere.getByRole('heading', { name: 'Sessions', exact: true })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the entrances are readable for everybody at 390 pixels, in the ${colorScheme} theme`, async ({ pageOf }) => {
    const page = await pageOf(null);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/sign-in?why=ended', '/setup', '/setup#some-token']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await expectAccessible(page);
    }
  });
