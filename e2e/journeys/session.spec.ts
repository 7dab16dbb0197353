import { expectAccessible } from '../a11y';
import { expect, test } from '../fixtures';

test('a conversation is read as it was held: who, when, where, and what is folded', async ({ page, seed, api }) => {
  const session = await seed.session({ title: seed.word('Dinner ') });
  const host = await api.joinSession({ sessionId: session.id, kind: 'AI', name: 'Concierge' });
  const long = `${'A long answer. '.repeat(400)}The end.`;
  const [, , secret] = await seed.messages(session.id, [
    { role: 'USER', content: 'A table for two?', at: '2026-03-01T10:00:00Z' },
    { role: 'ASSISTANT', content: long, participantId: host.id, at: '2026-03-01T12:00:00Z' },
    { role: 'USER', content: 'My card is 4111 1111', platform: 'telegram', at: '2026-03-02T09:00:00Z' },
    { role: 'TOOL', content: '{"method":"FindTable","found":[{"seats":2}]}', at: '2026-03-02T09:00:01Z' },
    { role: 'ASSISTANT', content: '', parts: { card: { title: 'Table 7' } }, at: '2026-03-02T09:00:02Z' },
  ]);
  await api.redactMessage({ id: secret?.id ?? '', reason: 'card' });

  await page.goto(`/sessions/${session.slug}`);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages.getByText('Sunday 1 March 2026')).toBeVisible();
  await expect(messages.getByText('2 h later', { exact: true })).toBeVisible();
  await expect(messages.getByText('now on telegram')).toBeVisible();
  await expect(messages.getByText('Concierge')).toBeVisible();
  await expect(messages.getByText('Redacted')).toBeVisible();
  await expect(messages).not.toContainText('4111');

  await messages.getByRole('button', { name: /Show all 6,008 characters/ }).click();
  await expect(messages.getByRole('button', { name: 'Fold' })).toBeVisible();
  await messages.getByRole('button', { name: /^Tool/ }).click();
  await expect(messages.getByRole('tree', { name: 'Tool message' })).toContainText('FindTable');
  await messages.getByRole('button', { name: /^Parts/ }).click();
  await expect(messages.getByRole('tree', { name: 'Parts' })).toContainText('Table 7');
  await expectAccessible(page);
});

test('older messages come on demand, and what is being read stays where it is', async ({ page, seed }) => {
  const session = await seed.session(
    {},
    Array.from({ length: 120 }, (_, index) => `message ${index + 1}.`),
  );

  await page.goto(`/sessions/${session.slug}`);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages.getByText('message 120.')).toBeInViewport();
  await expect(messages.getByText('message 71.')).toBeAttached();
  await expect(messages.getByText('message 70.')).not.toBeAttached();

  const older = messages.getByRole('button', { name: 'Load older' });
  await older.scrollIntoViewIfNeeded();
  const first = messages.getByText('message 71.');
  const before = await first.boundingBox();
  await older.click();
  await expect(messages.getByText('message 21.')).toBeAttached();
  expect((await first.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, -1);

  await older.click();
  await expect(messages.getByText('message 1.', { exact: true })).toBeAttached();
  await expect(messages.getByText('The session begins here')).toBeAttached();
  await expect(older).not.toBeAttached();
  await expect(messages.getByRole('listitem').filter({ hasText: /^message \d+\.|message \d+\./ })).toHaveCount(120);
});

test('what comes in while one reads is there after loading again, without losing the place', async ({ page, seed }) => {
  const session = await seed.session(
    {},
    Array.from({ length: 60 }, (_, index) => `message ${index + 1}.`),
  );
  await page.goto(`/sessions/${session.slug}`);
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByRole('button', { name: 'Load older' }).click();
  await expect(messages.getByText('message 1.', { exact: true })).toBeAttached();

  await seed.messages(session.id, ['one more']);
  await page.getByRole('button', { name: /load again/ }).click();
  await expect(messages.getByText('one more')).toBeAttached();
  await expect(messages.getByText('message 1.', { exact: true })).toBeAttached();
});

test('variables are shown by scope with what hides what, and can be searched and copied', async ({
  page,
  context,
  seed,
  api,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const session = await seed.session();
  const sessionId = session.id;
  const nested: unknown = JSON.parse('{"cart": [{"unit price": 7}], "__proto__": {"kept": true}}');
  await api.setVariable({ target: { sessionId }, name: 'state', value: nested });
  await api.setVariable({ target: { sessionId }, name: 'locale', value: 'de', ttlSeconds: 3_600 });
  await api.setVariable({ target: { sessionId, scope: 'USER' }, name: 'locale', value: 'en' });

  await page.goto(`/sessions/${session.slug}`);
  const side = page.getByRole('complementary');
  await expect(side.getByText('shadowed by scope session')).toBeVisible();
  await expect(side.getByText(/expires in (59 min|1 h)/)).toBeVisible();

  await side.getByRole('searchbox', { name: 'Search variables' }).fill('unit pr');
  await expect(side.getByRole('button', { name: /^locale/ })).toHaveCount(0);
  await side.getByRole('button', { name: /^state/ }).click();
  const tree = side.getByRole('tree', { name: 'Value of state' });
  await expect(tree).toContainText('__proto__');

  const price = tree.getByRole('treeitem').filter({ hasText: 'unit price' }).last();
  await price.focus();
  await page.keyboard.press('p');
  await expect(side.getByRole('status')).toContainText('Copied the path');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('$.cart[0]["unit price"]');
  await page.keyboard.press('c');
  await expect(side.getByRole('status')).toContainText('Copied the value');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('7');
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tree.getByRole('treeitem').first()).toHaveAttribute('aria-expanded', 'true');
  await expectAccessible(page);
});

test('the facts say what the session is, and ids copy', async ({ page, context, seed, api }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const session = await seed.session({
    key: 'chat:7',
    environment: 'BROWSER',
    kind: 'game',
    metadata: { campaign: 'autumn' },
  });
  await api.setCurrentTask({
    sessionId: session.id,
    id: 't',
    description: 'Lay the table',
    status: 'IN_PROGRESS',
    progress: 0.62,
  });
  await api.addNotebook({ sessionId: session.id, notebook: 'recipes' });
  await api.joinSession({ sessionId: session.id, kind: 'PERSONA', name: 'Night Porter' });

  await page.goto(`/sessions/${session.id}`);
  const facts = page.getByRole('region', { name: 'Facts' });
  for (const words of [
    'Active',
    'chat:7',
    'Browser',
    'game',
    'Lay the table',
    '62 %',
    'recipes',
    'Night Porter',
    'autumn',
  ])
    await expect(facts.getByText(words, { exact: false }).first()).toBeVisible();
  await expect(facts.getByText(/^in \d+ min, if idle$|^in 1 h, if idle$/)).toBeVisible();

  await facts.getByRole('button', { name: `Copy slug ${session.slug}` }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(session.slug);

  await facts.getByRole('link', { name: 'All sessions of this user' }).click();
  await expect(page).toHaveURL(`/sessions?user=${session.userId}`);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: session.slug }).first().click();
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Sessions' }).click();
  await expect(page).toHaveURL(`/sessions?user=${session.userId}`);
});

test('a session that is not there is said to be so', async ({ page }) => {
  await page.goto('/sessions/no-such-session');
  await expect(page.getByRole('heading', { name: 'No such session' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/sessions/0192f3a1-0000-7000-8000-000000000001');
  await page.getByRole('link', { name: 'To the sessions' }).click();
  await expect(page).toHaveURL(/\/sessions$/);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`at 390 pixels the parts of a session are one click apart, in the ${colorScheme} theme`, async ({
    page,
    seed,
    api,
  }) => {
    const session = await seed.session({}, ['Where is the station?']);
    await api.setVariable({ target: { sessionId: session.id }, name: 'place', value: { name: 'station' } });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/sessions/${session.slug}`);
    const parts = page.getByRole('navigation', { name: 'Parts of this session' });
    const shown = {
      Facts: 'Environment',
      Variables: 'place',
      Raw: 'idleTimeoutSeconds',
      Transcript: 'Where is the station?',
    };
    for (const [part, words] of Object.entries(shown)) {
      await parts.getByRole('link', { name: part }).click();
      await expect(page).toHaveURL(`/sessions/${session.slug}?view=${part.toLowerCase()}`);
      await expect(page.getByText(words, { exact: true })).toBeVisible();
      await expectAccessible(page);
    }
  });
