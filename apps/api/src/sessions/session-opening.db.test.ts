import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes, identity, makeSession, unique } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const GET_OR_CREATE = `mutation ($input: GetOrCreateSessionInput!) {
  getOrCreateSession(input: $input) { created resumed session { id userId status seq title slug lastActivityAt } }
}`;

describe('getOrCreateSession', () => {
  let api: TestApi;
  let other: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    other = await startTestApi({ beside: api });
  });
  afterAll(async () => {
    await other.stop();
    await api.stop();
  });

  it('S2 U1: of 40 parallel calls on two nodes for an unknown person, one creates user and session and none fails', async () => {
    const input = { user: identity(), platform: 'telegram' };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? api : other).ok(GET_OR_CREATE, { input })),
    );
    const opened = answers.map((data) => data['getOrCreateSession']);
    expect(opened.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(opened.map(({ session }) => session.id)).size).toBe(1);
    expect(new Set(opened.map(({ session }) => session.userId)).size).toBe(1);
    const { externalId } = input.user.identity;
    expect(await api.rows('SELECT * FROM identity WHERE external_id = $1', [externalId])).toHaveLength(1);
    expect(await eventTypes(api, opened[0].session.id)).toEqual(['SESSION_STARTED']);
  });

  it('S12: leaves slug and title of the session that it finds as they are', async () => {
    const user = identity();
    const slug = unique('first');
    const first = await makeSession(api, { user, slug, title: 'First' });
    const data = await api.ok(GET_OR_CREATE, {
      input: { user, platform: 'telegram', slug: unique('second'), title: 'Second' },
    });
    expect(data['getOrCreateSession']).toMatchObject({
      created: false,
      session: { id: first.id, slug, title: 'First' },
    });
  });
});
