import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../app.js';
import { readConfig } from '../core/config.js';
import { createDataSource } from '../core/database.js';
import { systemIds } from '../core/ids.js';
import { createLog } from '../core/log.js';
import {
  act,
  attempt,
  deleteSession,
  eventsOf,
  holdSession,
  readSession,
  refuse,
  untilWaiting,
} from '../testing/acts.js';
import { identity, makeSession, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const START = new Date('2026-07-01T00:00:00.000Z');
const DAY_MS = 86_400_000;
const clock = new StillClock(START);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
});
afterAll(() => api.stop());
beforeEach(() => clock.set(START));

describe('an idempotency key', () => {
  it('I1: is kept for 24 hours to the millisecond, and stands for whatever comes after that', async () => {
    const idempotencyKey = unique('key');
    const first = await act(api, 'upsertUser', { displayName: 'Ada', idempotencyKey });
    clock.set(new Date(START.getTime() + DAY_MS - 1));
    expect((await act(api, 'upsertUser', { displayName: 'Ada', idempotencyKey }))['id']).toBe(first['id']);
    expect((await refuse(api, 'upsertUser', { displayName: 'Eve', idempotencyKey })).extensions.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
    clock.set(new Date(START.getTime() + DAY_MS));
    const second = await act(api, 'upsertUser', { displayName: 'Eve', idempotencyKey });
    expect(second['id']).not.toBe(first['id']);
    clock.set(new Date(START.getTime() + 2 * DAY_MS - 1));
    expect((await act(api, 'upsertUser', { displayName: 'Eve', idempotencyKey }))['id']).toBe(second['id']);
  });

  it('I1: answers created and resumed as they were, and the session as it is now', async () => {
    const user = identity();
    const creating = { user, platform: 'telegram', title: 'One', idempotencyKey: unique('key') };
    const { session } = await act(api, 'getOrCreateSession', creating);
    await act(api, 'updateSession', { id: session.id, title: 'Two' });
    await act(api, 'pauseSession', { id: session.id });
    const resuming = { user, platform: 'telegram', idempotencyKey: unique('key') };
    expect(await act(api, 'getOrCreateSession', resuming)).toMatchObject({ created: false, resumed: true });
    const finding = { user, platform: 'telegram', idempotencyKey: unique('key') };
    expect(await act(api, 'getOrCreateSession', finding)).toMatchObject({ created: false, resumed: false });
    await act(api, 'endSession', { id: session.id });
    const now = { id: session.id, title: 'Two', status: 'ENDED', seq: 5 };
    expect(await act(api, 'getOrCreateSession', creating)).toMatchObject({
      created: true,
      resumed: false,
      session: now,
    });
    expect(await act(api, 'getOrCreateSession', resuming)).toMatchObject({
      created: false,
      resumed: true,
      session: now,
    });
    expect(await act(api, 'getOrCreateSession', finding)).toMatchObject({
      created: false,
      resumed: false,
      session: now,
    });
    expect(await eventsOf(api, session.id)).toHaveLength(5);
  });

  it('I1 S6: repeating does not touch the session', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    const finding = { user, platform: 'telegram', idempotencyKey: unique('key') };
    await act(api, 'getOrCreateSession', finding);
    clock.set(new Date(START.getTime() + 60_000));
    await act(api, 'getOrCreateSession', finding);
    expect(await readSession(api, id)).toMatchObject({ lastActivityAt: START.toISOString() });
  });

  it('I1: errors are not recorded: what was refused is done when it comes again and can be', async () => {
    const user = identity();
    const { id } = await makeSession(api, { user });
    const input = { user, platform: 'telegram', idempotencyKey: unique('key') };
    expect((await refuse(api, 'createSession', input)).extensions.code).toBe('SESSION_CONFLICT');
    expect((await refuse(api, 'createSession', { ...input, title: 'x'.repeat(501) })).extensions.code).toBe(
      'BAD_USER_INPUT',
    );
    expect(await api.rows('SELECT key FROM idempotency WHERE key = $1', [input.idempotencyKey])).toEqual([]);
    await act(api, 'endSession', { id });
    const created = await act(api, 'createSession', { ...input, title: 'Now' });
    expect(await act(api, 'createSession', { ...input, title: 'Now' })).toEqual(created);
  });

  it('I1: what the first call made and somebody deleted since is NOT_FOUND, and is not made again', async () => {
    const input = { user: identity(), platform: 'telegram', idempotencyKey: unique('key') };
    const { id } = await act(api, 'createSession', input);
    await deleteSession(api, id);
    expect((await refuse(api, 'createSession', input)).extensions.code).toBe('NOT_FOUND');
    expect(await readSession(api, id)).toBeNull();
  });

  it('I3: the second waits for the first, also where the first fails, and then does it itself', async () => {
    const { id, slug } = await makeSession(api);
    const letGo = await holdSession(api, id);
    const pausing = { id, idempotencyKey: unique('key') };
    const both = [attempt(api, 'pauseSession', pausing), attempt(api, 'pauseSession', pausing)];
    await untilWaiting(api, 2);
    await letGo();
    for (const { code, done } of await Promise.all(both))
      expect([code, done?.status, done?.seq]).toEqual([null, 'PAUSED', 2]);
    const failing = { user: identity(), platform: 'telegram', slug, idempotencyKey: unique('key') };
    const tries = await Promise.all(Array.from({ length: 6 }, () => attempt(api, 'createSession', failing)));
    expect(new Set(tries.map(({ code }) => code))).toEqual(new Set(['SLUG_TAKEN']));
  });

  it('I3: one key for two mutations of one session at once is one done and one mismatch, not UNAVAILABLE', async () => {
    const { id } = await makeSession(api);
    const idempotencyKey = unique('key');
    const letGo = await holdSession(api, id);
    const saying = attempt(api, 'addMessage', {
      sessionId: id,
      message: { role: 'USER', content: 'hi' },
      idempotencyKey,
    });
    await untilWaiting(api, 1);
    const pausing = attempt(api, 'pauseSession', { id, idempotencyKey });
    await untilWaiting(api, 2);
    await letGo();
    const codes = (await Promise.all([saying, pausing])).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['IDEMPOTENCY_MISMATCH', null].toSorted());
    expect(await eventsOf(api, id)).toHaveLength(2);
  });

  it('I2: used for another mutation with the very same input is IDEMPOTENCY_MISMATCH', async () => {
    const input = { id: (await makeSession(api)).id, idempotencyKey: unique('key') };
    await act(api, 'pauseSession', input);
    expect((await refuse(api, 'resumeSession', input)).extensions.code).toBe('IDEMPOTENCY_MISMATCH');
    expect(await readSession(api, input.id)).toMatchObject({ status: 'PAUSED', seq: 2 });
  });

  it('I2: belongs to its caller: two API keys never meet in it', async () => {
    const input = { user: identity(), platform: 'telegram', idempotencyKey: unique('key') };
    const first = await act(api, 'getOrCreateSession', input);
    const stranger = await startStranger(api);
    const theirs = await stranger.ask('upsertUser', 'UpsertUserInput', {
      displayName: 'Eve',
      idempotencyKey: input.idempotencyKey,
    });
    expect(theirs.id).not.toBe(first['session'].userId);
    const again = await stranger.ask('upsertUser', 'UpsertUserInput', {
      displayName: 'Eve',
      idempotencyKey: input.idempotencyKey,
    });
    expect(again).toEqual(theirs);
    expect(await act(api, 'getOrCreateSession', input)).toEqual(first);
    await stranger.stop();
  });

  it('I2: has 1 to 255 characters in Unicode form NFC, compared as given', async () => {
    const ids = new Set<string>();
    for (const idempotencyKey of ['a', 'A', ' a', '\u{1F600}'.repeat(255), '\u00e9', '__proto__']) {
      ids.add((await act(api, 'upsertUser', { idempotencyKey }))['id'] as string);
      ids.add((await act(api, 'upsertUser', { idempotencyKey }))['id'] as string);
    }
    expect(ids.size).toBe(6);
    for (const idempotencyKey of ['', 'x'.repeat(256), '\u{1F600}'.repeat(256), 'e\u0301', 'a\u0000']) {
      const { extensions } = await refuse(api, 'upsertUser', { idempotencyKey });
      expect(extensions.code).toBe('BAD_USER_INPUT');
      const user = identity();
      expect(
        (await refuse(api, 'getOrCreateSession', { user, platform: 'telegram', idempotencyKey })).extensions.code,
      ).toBe('BAD_USER_INPUT');
      await makeSession(api, { user });
      expect(
        (await refuse(api, 'getOrCreateSession', { user, platform: 'telegram', idempotencyKey })).extensions.code,
      ).toBe('BAD_USER_INPUT');
    }
  });
});

/** A node on the same database that knows another API key. */
async function startStranger(beside: TestApi): Promise<{
  ask(mutation: string, type: string, input: object): Promise<Record<string, any>>;
  stop(): Promise<void>;
}> {
  const { host, port, username, password, database } = beside.dataSource.options as unknown as Record<string, string>;
  const address = { host, port: Number(port), user: username, password, database } as Parameters<
    typeof createDataSource
  >[0];
  const dataSource = createDataSource(address, 2, []);
  await dataSource.initialize();
  const apiKey = 'foyer_sk_somebody_else';
  const config = { ...readConfig({}), port: 0 };
  const app = await createApp({ config, dataSource, apiKey, clock, ids: systemIds, log: createLog('silent') });
  return {
    async ask(mutation, type, input) {
      const { body } = await app.http.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        payload: JSON.stringify({
          query: `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
          variables: { input },
        }),
      });
      const answer = JSON.parse(body) as { data: Record<string, Record<string, any>> };
      expect(answer).not.toHaveProperty('errors');
      return answer.data[mutation] ?? {};
    },
    stop: () => app.stop(),
  };
}
