import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act } from '../testing/acts.js';
import { makeSession } from '../testing/make.js';
import { addMessage, text } from '../testing/message-calls.js';
import { recordStatements } from '../testing/statements.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const READ = `query ($id: ID!) { session(id: $id) { id slug status user { id } messages(last: 2) { nodes { content } } } }`;

describe('sessions that are read at the same time', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const read = (id: string): Promise<Record<string, any> | null> =>
    api.ok(READ, { id }).then(({ session }) => session as Record<string, any> | null);

  it('S11: are read together, and each request is answered with its own', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => makeSession(api)));
    for (const { id, slug } of made) await addMessage(api, id, text(`said in ${slug}`));
    let answers: unknown[] = [];
    const ran = await recordStatements(async () => {
      answers = await Promise.all(made.map(({ id }) => read(id)));
    });
    expect(answers).toEqual(
      made.map(({ id, slug, userId }) => ({
        id,
        slug,
        status: 'ACTIVE',
        user: { id: userId },
        messages: { nodes: [{ content: `said in ${slug}` }] },
      })),
    );
    for (const name of ['session.find-many', 'message.newest']) {
      expect(ran.filter((statement) => statement.name === name).length).toBeLessThan(made.length);
    }
  });

  it('S13: are answered with null where there is none, and the others with theirs', async () => {
    const { id } = await makeSession(api);
    const unknown = '01900000-0000-7000-8000-000000000000';
    const answers = await Promise.all([unknown, id.toUpperCase(), 'no id', id].map(read));
    expect(answers.map((session) => session?.['id'] ?? null)).toEqual([null, id, null, id]);
  });

  it('S6: are read as they are after whatever was answered before', async () => {
    const { id } = await makeSession(api);
    const reading = Promise.all([read(id), read(id)]);
    await act(api, 'endSession', { id });
    expect((await read(id))?.['status']).toBe('ENDED');
    await reading;
  });
});
