import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';

test('a list that was filtered, searched and sorted can be sent to somebody as an address', async ({ page, seed }) => {
  const word = seed.word();
  await seed.session({ platform: 'telegram', title: `${word} tea` }, ['one', 'two', 'three']);
  await seed.session({ platform: 'discord', title: `${word} coffee` });
  const paused = await seed.session({ platform: 'telegram', kind: 'game', title: `${word} chess` });

  await page.goto('/sessions');
  await page.getByRole('searchbox', { name: 'Search sessions' }).fill(word);
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await expect(page).toHaveURL(`/sessions?q=${word}`);

  await page.getByRole('button', { name: 'Platform' }).click();
  await page.getByRole('textbox', { name: 'Another platform' }).fill('telegram');
  await page.keyboard.press('Enter');
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.keyboard.press('Escape');

  await page.getByRole('columnheader', { name: 'Messages' }).getByRole('link').click();
  await expect(page).toHaveURL(`/sessions?platform=telegram&q=${word}&sort=messages-desc`);
  await expect(page.getByRole('columnheader', { name: 'Messages' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page.locator('tbody tr').first()).toContainText(`${word} tea`);

  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.locator('tbody tr')).toHaveCount(2);
  await expect(other.getByRole('searchbox', { name: 'Search sessions' })).toHaveValue(word);

  await page.getByRole('link', { name: 'Drop platform' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await page.goBack();
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await expect(page.getByRole('link', { name: paused.title ?? '' })).toBeVisible();
});

test('one click shows the sessions of one status, and one more all of them again', async ({ page, seed, api }) => {
  const word = seed.word();
  await seed.session({ title: `${word} at work` });
  const resting = await seed.session({ title: `${word} at rest` });
  await api.pauseSession({ id: resting.id });

  await page.goto(`/sessions?q=${word}`);
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.getByRole('group', { name: 'Filters' }).getByRole('link', { name: 'Paused' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('tbody tr')).toContainText(`${word} at rest`);
  await page.getByRole('group', { name: 'Filters' }).getByRole('link', { name: 'Paused' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(2);
});

test('where nothing matches, the page says which filter to drop', async ({ page, seed }) => {
  const word = seed.word();
  await seed.session({ platform: 'telegram', title: word });

  await page.goto(`/sessions?status=active&platform=discord&q=${word}`);
  await expect(page.getByRole('heading', { name: 'No session matches' })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('Drop the platform and 1 session matches')).toBeVisible();
  await page.getByRole('link', { name: 'Drop the platform' }).click();
  await expect(page.getByRole('link', { name: word })).toBeVisible();
});

test('pages lead to older sessions and back, and coming back from one keeps the place', async ({ page, seed }) => {
  const word = seed.word();
  const titles = Array.from({ length: 53 }, (_, index) => `${word} number${index}`);
  for (const title of titles) await seed.session({ title });

  await page.goto(`/sessions?q=${word}`);
  await expect(page.getByText(/^53 of /)).toBeVisible();
  await expect(page.locator('tbody tr')).toHaveCount(50);
  await expect(page.locator('tbody tr').first()).toContainText('number52');

  await page.getByRole('link', { name: 'Older' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await expect(page.locator('tbody tr').last()).toContainText('number0');
  await page.getByRole('link', { name: 'Newer' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(50);

  const low = page.getByRole('link', { name: `${word} number10 ` });
  await low.scrollIntoViewIfNeeded();
  const place = await page.evaluate(() => window.scrollY);
  expect(place).toBeGreaterThan(300);
  await low.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${word} number10`);
  await page.goBack();
  await expect(low).toBeInViewport();
  expect(await page.evaluate(() => window.scrollY)).toBe(place);
});

test('the keyboard alone finds a session and opens it', async ({ page, seed }) => {
  const word = seed.word();
  const session = await seed.session({ title: `${word} by hand` });

  await seed.session({ title: `${word} by chance` });
  await page.goto(`/sessions?q=${word}`);
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator('tbody tr').nth(1).getByRole('link').first()).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox', { name: 'Find a session' })).toBeFocused();
  await page.keyboard.type(session.slug);
  const found = page.getByRole('option', { name: `${word} by hand` });
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/sessions/${session.slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${word} by hand`);
});

test('names in any script stand where they belong', async ({ page, seed }) => {
  const word = seed.word();
  const names = ['🦊 Foxy 🎉', 'ليلى الحدّاد', 'דנה לוי', `<b>${word}</b>`];
  for (const [index, displayName] of names.entries())
    await seed.session({
      user: { identity: { platform: 'web', externalId: `${word}-${index}`, displayName } },
      title: word,
    });

  await page.goto(`/sessions?q=${word}`);
  for (const name of names) await expect(page.locator('tbody').getByText(name, { exact: true })).toBeVisible();
});

test.describe('at 390 pixels', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('nothing scrolls sideways, and the dock leads everywhere', async ({ page, seed }) => {
    const word = seed.word();
    const session = await seed.session({ title: `${word} ${'verylongword'.repeat(20)}` }, ['x'.repeat(5_000)]);

    for (const address of [
      `/sessions?q=${word}&platform=web`,
      `/sessions/${session.slug}`,
      `/sessions/${session.slug}?view=raw`,
    ]) {
      await page.goto(address);
      await expect(page.getByRole('link', { name: 'Sessions' }).last()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await expectAccessible(page);
    }
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page.getByRole('combobox', { name: 'Find a session' })).toBeFocused();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Sessions' }).click();
    await expect(page).toHaveURL(/\/sessions(\?|$)/);
  });
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the list is readable for everybody in the ${colorScheme} theme`, async ({ page, seed, api }) => {
    const word = seed.word();
    await seed.session({ title: word });
    await api.pauseSession({ id: (await seed.session({ title: word })).id });
    await api.endSession({ id: (await seed.session({ title: word })).id });

    await page.emulateMedia({ colorScheme });
    await page.goto(`/sessions?q=${word}`);
    await expect(page.locator('tbody tr')).toHaveCount(3);
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Times/ }).click();
    await page.getByRole('button', { name: 'Date and time' }).click();
    await expectAccessible(page);
    await page.reload();
    await expect(page.locator('tbody time').first()).toHaveText(/^\d\d \w{3} \d\d:\d\d$/);
  });
