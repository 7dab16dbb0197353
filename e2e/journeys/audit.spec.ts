import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';

test('X5: what an operator did is in the audit log, and can be found by who and what', async ({
  page,
  context,
  pageOf,
  seed,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [session, untouched] = [await seed.session(), await seed.session()];
  const theirs = await pageOf('SUPPORT');
  await theirs.goto(`/sessions/${session.slug}`);
  await theirs.getByRole('button', { name: 'Pause', exact: true }).click();
  await theirs.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(theirs.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  const who = ((await theirs.getByRole('button', { name: /^Signed in as/ }).getAttribute('aria-label')) ?? '').slice(
    'Signed in as '.length,
  );

  await page.goto('/audit');
  await page.getByRole('button', { name: 'Actor' }).click();
  await page.getByRole('dialog', { name: 'Actor' }).getByRole('link', { name: who }).click();
  const acts = page.getByRole('list', { name: 'Acts' }).getByRole('listitem');
  await expect(acts).toHaveText([/Resume session/, /Pause session/, /Sign in/]);
  await expect(page.getByText('3 acts that match')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Action' }).click();
  await page.getByRole('textbox', { name: 'Another action' }).fill('pauseSession');
  await page.keyboard.press('Enter');
  await expect(acts).toHaveCount(1);
  await expect(page).toHaveURL(/\/audit\?actor=[\w-]{36}&action=pauseSession$/);
  await page.keyboard.press('Escape');
  await acts.getByRole('button', { name: 'Details' }).click();
  await expect(acts.getByRole('tree', { name: 'What was changed' })).toContainText('SESSION_PAUSED');
  await expectAccessible(page);
  await acts.getByRole('button', { name: `Copy target ${session.id}` }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(session.id);
  await expect(acts).not.toContainText(untouched.id);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole('list', { name: 'Acts' }).getByRole('listitem')).toHaveCount(1);

  await page.getByRole('link', { name: 'Drop action' }).click();
  await expect(acts).toHaveCount(3);
  await acts.filter({ hasText: 'Pause session' }).getByRole('link', { name: 'To the session' }).click();
  await expect(page).toHaveURL(`/sessions/${session.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(session.title ?? '');
});

test('X5: acts of ADMIN keys are there as well, page by page, and secrets are not', async ({
  page,
  api,
  operators,
  seed,
}) => {
  const word = seed.word();
  const { createApiKey } = await api.mutate<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    'mutation ($name: String!) { createApiKey(input: { name: $name, scopes: [ADMIN] }) { secret apiKey { id } } }',
    { name: word },
  );
  const { password, id } = await operators.make('VIEWER');
  await operators.change(id, { password: `${password}!` });
  for (let at = 0; at < 51; at += 1) await operators.change(id, { name: `${word} ${at}` });

  await page.goto('/audit?action=updateOperator');
  const acts = page.getByRole('list', { name: 'Acts' }).getByRole('listitem');
  await expect(acts).toHaveCount(50);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(acts.first()).toContainText('Update operator');
  await page.getByRole('link', { name: 'To the newest' }).click();
  await expect(page).toHaveURL('/audit?action=updateOperator');

  await page.goto('/audit?action=createApiKey');
  const made = acts.filter({ has: page.getByRole('button', { name: `Copy target ${createApiKey.apiKey.id}` }) });
  await made.getByRole('button', { name: 'Details' }).click();
  await expect(made.getByRole('tree')).toContainText(word);
  const text = await page.content();
  for (const secret of [createApiKey.secret, password]) expect(text).not.toContain(secret);
});

test('where no act matches, the page says which filter to drop', async ({ page }) => {
  await page.goto('/audit?actor=0192f3a1-0000-7000-8000-000000000001&action=signIn');
  await expect(page.getByRole('heading', { name: 'No act matches' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Drop the actor' }).click();
  await expect(page).toHaveURL('/audit?action=signIn');
  await expect(page.getByRole('list', { name: 'Acts' }).getByRole('listitem').first()).toContainText('Sign in');
});
