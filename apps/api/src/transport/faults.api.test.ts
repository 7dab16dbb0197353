import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLog } from '../testing/captured-log.js';
import {
  JSON_HEADER,
  KEY_HEADER,
  startListeningApi,
  type ListeningApi,
  type WireAnswer,
} from '../testing/listening-api.js';
import { LEAK } from '../testing/leaks.js';
import { makeSession, say, unique } from '../testing/make.js';
import { TEST_KEY } from '../testing/test-api.js';

const ERROR = 50;
const CANARY = 'canary-that-must-not-be-seen';
const ADD = 'mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }';

describe('a fault on our side', () => {
  const captured = captureLog();
  let api: ListeningApi;
  let sessionId: string;
  beforeAll(async () => {
    api = await startListeningApi({ log: captured.log });
    ({ id: sessionId } = await makeSession(api));
  });
  afterAll(() => api.stop());

  const add = (content: string): Promise<WireAnswer> => {
    const message = { role: 'USER', content, metadata: { note: CANARY }, parts: [CANARY], externalId: unique(CANARY) };
    return api.post(JSON.stringify({ query: ADD, variables: { input: { sessionId, message } } }));
  };

  it('is INTERNAL with the id of the request and nothing else, and is logged once under that id without what was sent', async () => {
    const before = captured.lines(ERROR).length;
    await api.rows(`ALTER TABLE message ADD CONSTRAINT fault CHECK (content NOT LIKE '%${CANARY}%')`);
    const answer = await add(CANARY);
    await api.rows('ALTER TABLE message DROP CONSTRAINT fault');
    const requestId = answer.headers['x-request-id'];
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['addMessage'],
        extensions: { code: 'INTERNAL', requestId },
      },
    ]);
    expect(answer.text).not.toMatch(LEAK);
    const logged = captured.lines(ERROR).slice(before);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ requestId, path: ['addMessage'], err: { code: '23514' } });
    expect(JSON.stringify(logged)).not.toContain(CANARY);
    expect((await add(CANARY)).errors).toBeUndefined();
  });

  it('hides what the database says of a statement that fails', async () => {
    await api.rows('ALTER TABLE message RENAME COLUMN content TO hidden');
    const answers = [
      await add(CANARY),
      await api.post(JSON.stringify({ query: `{ searchMessages(query: "${CANARY}") { totalCount } }` })),
    ];
    await api.rows('ALTER TABLE message RENAME COLUMN hidden TO content');
    for (const { errors, text } of answers) {
      expect(errors?.[0]?.extensions.code).toBe('INTERNAL');
      expect(text).not.toMatch(LEAK);
    }
  });

  it('is none where the caller is wrong: refusals are not logged as errors', async () => {
    const before = captured.lines(ERROR).length;
    const wrong: [string, object][] = [
      ['{', {}],
      ['{ nothing }', {}],
      ['query ($d: DateTime) { sessions(filter: { startedAfter: $d }) { totalCount } }', { d: CANARY }],
      [ADD, { input: { sessionId, message: { role: 'USER', content: `${CANARY}\u0000` } } }],
      [ADD, { input: { sessionId: CANARY, message: { role: 'USER', content: CANARY } } }],
      [`{ session(id: "${CANARY}", slug: "${CANARY}") { id } }`, {}],
    ];
    for (const [query, variables] of wrong)
      expect((await api.post(JSON.stringify({ query, variables }))).errors).not.toBeUndefined();
    for (const body of ['', '[]', CANARY, `{"query":"${CANARY}`, `{"n":9007199254740993}`]) await api.post(body);
    await api.wire({ path: `/%ff${CANARY}`, headers: KEY_HEADER });
    await api.wire({ method: 'POST', headers: { ...KEY_HEADER, 'content-type': 'text/plain' }, body: CANARY });
    await api.wire({ method: 'POST', headers: { ...JSON_HEADER, authorization: `Bearer ${CANARY}` }, body: CANARY });
    expect(captured.lines(ERROR).slice(before)).toEqual([]);
  });

  it('leaves neither keys nor what people said in the log, whatever happened', async () => {
    await say(api, sessionId, CANARY, { metadata: { CANARY } });
    expect(captured.lines().length).toBeGreaterThan(0);
    expect(captured.text()).not.toContain(CANARY);
    expect(captured.text()).not.toContain(TEST_KEY);
  });
});
