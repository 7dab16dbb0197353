import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';

test('a conversation that was written through the API can be read in the console', async ({ page, seed }) => {
  const word = seed.word();
  const session = await seed.session({ title: `Trip ${word}` }, ['Where is the station?', `Behind the ${word} tower.`]);

  await page.goto('/');
  await page
    .getByRole('link', { name: session.title ?? '' })
    .first()
    .click();

  await expect(page.getByText('Where is the station?')).toBeVisible();
  await expect(page.getByText(`Behind the ${word} tower.`)).toBeVisible();
  await expectAccessible(page);
});
