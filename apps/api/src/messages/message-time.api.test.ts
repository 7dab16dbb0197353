import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { addMessage, addMessages, history, search, text, trySay } from '../testing/message-calls.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

describe('the time of a message', () => {
  const clock = new StillClock(new Date('2026-03-01T12:00:00.500Z'));
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
  });
  afterAll(() => api.stop());

  it('M4: is the server’s clock, to the millisecond, where none is given', async () => {
    const { id } = await makeSession(api);
    clock.set(new Date('2026-03-01T12:00:00.501Z'));
    expect(await addMessage(api, id, text('now'))).toMatchObject({ createdAt: '2026-03-01T12:00:00.501Z' });
    expect((await addMessages(api, id, [text('now')]))[0]).toMatchObject({ createdAt: '2026-03-01T12:00:00.501Z' });
  });

  it('M4: keeps the order of what was said within one millisecond', async () => {
    const { id } = await makeSession(api);
    for (let at = 0; at < 30; at++) await addMessage(api, id, text(`${at}`));
    await addMessages(
      api,
      id,
      Array.from({ length: 30 }, (_, at) => text(`${at + 30}`)),
    );
    const { nodes } = await history(api, id, { first: 100 });
    expect(nodes.map(({ content }) => content)).toEqual(Array.from({ length: 60 }, (_, at) => `${at}`));
    expect(new Set(nodes.map(({ createdAt }) => createdAt)).size).toBe(1);
  });

  it('M4: keeps the order in which an import gives messages, whatever their times', async () => {
    const { id } = await makeSession(api);
    const times = ['2020-01-01T00:00:00.002Z', '2020-01-01T00:00:00.001Z', '2019-01-01T00:00:00Z'];
    await addMessages(
      api,
      id,
      times.map((at) => text(at, { at })),
    );
    expect((await history(api, id)).nodes.map(({ content }) => content)).toEqual(times);
  });

  it.each([
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['2024-02-29T23:59:59.9999999Z', '2024-02-29T23:59:59.999Z'],
    ['2024-03-01T00:00:00+14:00', '2024-02-29T10:00:00.000Z'],
    ['1969-12-31T23:59:59.001Z', '1969-12-31T23:59:59.001Z'],
    ['1899-12-31T12:00:00.123-00:30', '1899-12-31T12:30:00.123Z'],
    ['0099-01-01T00:00:00.500Z', '0099-01-01T00:00:00.500Z'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
  ])('M4: keeps %s to the millisecond, wherever the server stands', async (given, shown) => {
    const here = process.env['TZ'];
    // Before 1937 its offset had seconds, which a driver that goes by the local time loses.
    for (const zone of ['Europe/Amsterdam', 'America/St_Johns', 'UTC']) {
      process.env['TZ'] = zone;
      try {
        const { id } = await makeSession(api);
        expect(await addMessage(api, id, text('one', { at: given }))).toMatchObject({ createdAt: shown });
        expect(await addMessages(api, id, [text('two', { at: given })])).toMatchObject([{ createdAt: shown }]);
        expect((await history(api, id)).nodes.map(({ createdAt }) => createdAt)).toEqual([shown, shown]);
      } finally {
        if (here === undefined) delete process.env['TZ'];
        else process.env['TZ'] = here;
      }
    }
  });

  it('M4: may be this very millisecond, and no later', async () => {
    const { id } = await makeSession(api);
    const now = clock.now();
    expect(await addMessage(api, id, text('now', { at: now.toISOString() }))).toMatchObject({
      createdAt: now.toISOString(),
    });
    const { errors } = await trySay(api, id, text('soon', { at: new Date(now.getTime() + 1).toISOString() }));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'input.message.at' } }]);
  });

  it('M4 S6: an imported time is the message’s alone; the session’s activity goes by the clock', async () => {
    const { id } = await makeSession(api);
    clock.set(new Date(clock.now().getTime() + 60_000));
    await addMessage(api, id, text('old', { at: '2001-01-01T00:00:00Z' }));
    const [session] = await api.rows('SELECT last_activity_at FROM session WHERE id = $1', [id]);
    expect(session).toEqual({ last_activity_at: clock.now() });
    const [event] = await api.rows("SELECT at FROM event WHERE session_id = $1 AND type = 'MESSAGE_ADDED'", [id]);
    expect(event).toEqual({ at: clock.now() });
  });

  it('S7: a session takes messages to the very millisecond at which it falls due, and none after', async () => {
    const batch = (id: string): Promise<unknown> => addMessages(api, id, [text('in time')]);
    const single = (id: string): Promise<unknown> => addMessage(api, id, text('in time'));
    for (const append of [single, batch]) {
      const { id } = await makeSession(api, { idleTimeoutSeconds: 60 });
      clock.set(new Date(clock.now().getTime() + 60_000));
      await append(id);
      clock.set(new Date(clock.now().getTime() + 60_001));
      await expect(append(id)).rejects.toThrow('SESSION_PAUSED');
      expect((await history(api, id)).totalCount).toBe(1);
    }
  });

  it('M4 M5: a search pages through times before 1970 as through any', async () => {
    const { id } = await makeSession(api);
    const years = ['1990', '1970', '1969', '1950', '0050'];
    await addMessages(
      api,
      id,
      years.map((year) => text(`antiquity ${year}`, { at: `${year}-01-01T00:00:00Z` })),
    );
    const found: unknown[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = await search(api, 'antiquity', { first: 1, after });
      found.push(...page.nodes.map(({ content }) => content));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(found).toEqual(years.map((year) => `antiquity ${year}`));
  });
});
