import { expectAccessible } from '../a11y';
import { expect, setting, test } from '../fixtures';

test('X4: an admin adds an operator, changes what they may do, and keeps them out again', async ({
  page,
  pageOf,
  seed,
}) => {
  const word = seed.word();
  await page.goto('/access');
  await page.getByRole('button', { name: 'Add operator' }).click();
  const form = page.getByRole('dialog', { name: 'Add an operator' });
  await expectAccessible(page);
  await form.getByLabel('E-mail').fill(`${word}@example.com`);
  await form.getByLabel('Name').fill(`Ola ${word}`);
  await form.getByLabel('First password', { exact: true }).fill('0123456789');
  await form.getByRole('radio', { name: 'Viewer' }).check();
  await form.getByRole('button', { name: 'Add operator' }).click();
  await expect(form.getByText('This password is too easy to guess.')).toBeVisible();
  await form.getByLabel('First password', { exact: true }).fill('come on in, Ola');
  await form.getByRole('button', { name: 'Add operator' }).click();
  const row = page.getByRole('row', { name: `Ola ${word}` });
  await expect(row).toContainText('Viewer');
  await expect(form).toHaveCount(0);
  await expectAccessible(page);

  const theirs = await pageOf(null);
  await theirs.goto('/');
  await theirs.getByLabel('E-mail').fill(`${word}@example.com`);
  await theirs.getByLabel('Password', { exact: true }).fill('come on in, Ola');
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs.getByRole('button', { name: `Signed in as Ola ${word}` })).toBeVisible();

  await row.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Change name or role' }).click();
  const change = page.getByRole('dialog', { name: `Change Ola ${word}` });
  await change.getByLabel('Name').fill(`Olga ${word}`);
  await change.getByRole('radio', { name: 'Admin' }).check();
  await change.getByRole('button', { name: 'Save' }).click();
  const renamed = page.getByRole('row', { name: `Olga ${word}` });
  await expect(renamed).toContainText('Admin');
  await theirs.reload();
  await expect(theirs.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Access' })).toBeVisible();

  await renamed.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(renamed).toContainText('Disabled');
  await theirs.reload();
  await expect(theirs.getByText('Your login has ended.')).toBeVisible();

  await renamed.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Enable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
  await expect(renamed).toContainText('Admin');

  await renamed.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Set a new password' }).click();
  const reset = page.getByRole('dialog', { name: `A new password for Olga ${word}` });
  await reset.getByLabel('New password', { exact: true }).fill('a new one, since yours is lost');
  await reset.getByRole('button', { name: 'Set password' }).click();
  await expect(reset).toHaveCount(0);
  await theirs.getByLabel('E-mail').fill(`${word}@example.com`);
  await theirs.getByLabel('Password', { exact: true }).fill('a new one, since yours is lost');
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs.getByRole('button', { name: `Signed in as Olga ${word}` })).toBeVisible();
});

test('X2: a key is shown once, works, and fails as soon as it is revoked', async ({ page, context, seed }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = seed.word('Bot ');
  const ask = (secret: string, query: string): Promise<Response> =>
    fetch(`${setting('FOYER_E2E_API_URL')}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify({ query }),
    });

  await page.goto('/access/keys');
  await page.getByRole('button', { name: 'Create key' }).click();
  const form = page.getByRole('dialog', { name: 'Create an API key' });
  await expectAccessible(page);
  await form.getByLabel('Name').fill(name);
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(form.getByText('A key needs at least one scope.')).toBeVisible();
  await form.getByRole('checkbox', { name: 'Read' }).check();
  await form.getByLabel('Expires').selectOption('In 30 days');
  await form.getByRole('button', { name: 'Create key' }).click();

  const shown = page.getByRole('dialog', { name: 'The new key' });
  await expect(shown).toContainText('It will not be shown again');
  await expectAccessible(page);
  const secret = (await shown.getByRole('status', { name: 'API key' }).textContent()) ?? '';
  expect(secret).toMatch(/^foyer_sk_/);
  await shown.getByRole('button', { name: 'Copy' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await expect(shown).toBeVisible();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toHaveCount(0);

  const row = page.getByRole('row', { name });
  await expect(row).toContainText(secret.slice(0, 12));
  await expect(row).toContainText(/in (29|30) d/);
  expect(await page.content()).not.toContain(secret);
  expect(await (await ask(secret, '{ viewer { name } }')).json()).toEqual({ data: { viewer: { name } } });
  const writing = await ask(secret, 'mutation { touchSession(id: "0192f3a1-0000-7000-8000-000000000001") { id } }');
  expect(await writing.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });

  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  const question = page.getByRole('dialog', { name: `Revoke ${name}?` });
  await question.getByRole('button', { name: 'Leave it' }).click();
  expect((await ask(secret, '{ viewer { name } }')).status).toBe(200);
  await row.getByRole('button', { name: `Revoke ${name}` }).click();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('Revoked');
  expect((await ask(secret, '{ viewer { name } }')).status).toBe(401);
  await page.reload();
  expect(await page.content()).not.toContain(secret);
});

test('X4: nobody is offered what their role does not allow', async ({ pageOf, seed }) => {
  const session = await seed.session();
  const offered = {
    VIEWER: [],
    SUPPORT: ['Pause', 'End'],
    OPERATOR: ['Pause', 'End', 'Delete'],
    ADMIN: ['Pause', 'End', 'Delete'],
  } as const;
  for (const role of ['VIEWER', 'SUPPORT', 'OPERATOR', 'ADMIN'] as const) {
    const page = await pageOf(role);
    await page.goto(`/sessions/${session.slug}`);
    const facts = page.getByRole('region', { name: 'Facts' });
    await expect(facts.getByText('Active', { exact: true })).toBeVisible();
    for (const name of ['Pause', 'Resume', 'End', 'Delete'])
      await expect(facts.getByRole('button', { name, exact: true }), `${role}: ${name}`).toHaveCount(
        offered[role].some((each) => each === name) ? 1 : 0,
      );
    const rail = page.getByRole('navigation', { name: 'Places' }).first();
    for (const name of ['Access', 'Audit'])
      await expect(rail.getByRole('link', { name }), `${role}: ${name}`).toHaveCount(role === 'ADMIN' ? 1 : 0);
    if (role === 'ADMIN') continue;
    for (const path of ['/access', '/access/keys', '/audit']) {
      await page.goto(path);
      const alert = page.getByRole('alert').filter({ hasText: 'Your role does not allow it' });
      await expect(alert).toContainText('needs the role ADMIN');
      await expect(page.getByRole('button', { name: /Add operator|Create key/ })).toHaveCount(0);
      await expectAccessible(page);
    }
  }
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`access and audit are readable for everybody at 390 pixels, in the ${colorScheme} theme`, async ({
    page,
    operators,
  }) => {
    await operators.make('SUPPORT');
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/access', '/access/keys', '/audit']) {
      await page.goto(path);
      await expect(page.getByRole('button', { name: /^(Actions for|Revoke|Details)/ }).first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await expectAccessible(page);
    }
  });
