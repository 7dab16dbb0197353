import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';

test('an operator pauses, resumes, ends and deletes a session, each as gravely as it is', async ({
  pageOf,
  seed,
  api,
}) => {
  const session = await seed.session({}, ['Anybody there?']);
  const page = await pageOf('OPERATOR');
  await page.goto(`/sessions/${session.slug}`);
  const facts = page.getByRole('region', { name: 'Facts' });
  const status = async (): Promise<string | undefined> => (await api.session({ id: session.id }))?.status;

  await facts.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(facts.getByText('Paused', { exact: true })).toBeVisible();
  expect(await status()).toBe('PAUSED');
  await facts.getByRole('button', { name: 'Resume' }).click();
  await expect(facts.getByText('Active', { exact: true })).toBeVisible();

  await facts.getByRole('button', { name: 'End' }).click();
  const ending = page.getByRole('dialog', { name: 'End this session?' });
  await expectAccessible(page);
  await ending.getByRole('button', { name: 'Leave it' }).click();
  expect(await status()).toBe('ACTIVE');
  await facts.getByRole('button', { name: 'End' }).click();
  await ending.getByRole('button', { name: 'End session' }).click();
  await expect(facts.getByText('Ended', { exact: true }).first()).toBeVisible();
  await expect(facts.getByRole('button', { name: /^(Pause|Resume|End)$/ })).toHaveCount(0);

  await facts.getByRole('button', { name: 'Delete' }).click();
  const deleting = page.getByRole('dialog', { name: 'Delete this session?' });
  await expectAccessible(page);
  const forGood = deleting.getByRole('button', { name: 'Delete for good' });
  await expect(forGood).toBeDisabled();
  await deleting.getByLabel(/to confirm$/).fill(`${session.slug}x`);
  await expect(forGood).toBeDisabled();
  await deleting.getByLabel(/to confirm$/).fill(session.slug);
  await forGood.click();
  await expect(page).toHaveURL(/\/sessions(\?|$)/);
  expect(await api.session({ id: session.id })).toBeNull();
  await page.goto(`/sessions/${session.slug}`);
  await expect(page.getByRole('heading', { name: 'No such session' })).toBeVisible();
});

test('what the API refuses is said where it was asked, and nothing looks done', async ({ pageOf, seed, api }) => {
  const key = seed.word();
  const session = await seed.session({ key });
  await api.pauseSession({ id: session.id });
  const page = await pageOf('SUPPORT');
  await page.goto(`/sessions/${session.slug}`);
  const user = { id: session.userId };
  await api.createSession({ user, platform: 'web', key });

  const facts = page.getByRole('region', { name: 'Facts' });
  await facts.getByRole('button', { name: 'Resume' }).click();
  await expect(facts.getByRole('alert')).toContainText(/active/);
  await expect(facts.getByText('Paused', { exact: true })).toBeVisible();
  await expectAccessible(page);
});
