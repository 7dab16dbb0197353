import { ERROR_CODES } from '@foyer/types/errors';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnose } from '../doctor.js';
import { createSchema } from '../schema.js';
import { captureLog } from '../testing/captured-log.js';
import { LEAK } from '../testing/leaks.js';
import { makeSession, makeUser, say, type MadeSession } from '../testing/make.js';
import { randomRequests } from '../testing/random-requests.js';
import { startTestApi, TEST_KEY, type Answer, type GraphQLErrorShown, type TestApi } from '../testing/test-api.js';

/** What a request may be answered with; that it is INTERNAL would be our fault. */
const CODES = new Set(Object.keys(ERROR_CODES).filter((code) => code !== 'INTERNAL'));
for (const code of ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_REQUEST'])
  CODES.add(code);

describe('any request', () => {
  const captured = captureLog();
  let api: TestApi;
  let sessions: MadeSession[];
  beforeAll(async () => {
    api = await startTestApi({ log: captured.log });
    sessions = [];
    for (const key of ['a', 'b', 'c']) sessions.push(await makeSession(api, { key }));
  });
  afterAll(async () => {
    await api.stop();
  });

  /** The errors that no caller may see. */
  const strange = (errors: readonly GraphQLErrorShown[] = []): unknown[] =>
    errors.filter((error) => !CODES.has(error.extensions.code) || LEAK.test(JSON.stringify(error)));

  const isWell = async (): Promise<void> => {
    expect(captured.lines(50)).toEqual([]);
    expect(await diagnose(api.dataSource, false)).toMatchObject({ brokenLogs: 0 });
    await say(api, (await makeSession(api)).id);
  };

  it('that the schema allows is answered without a fault, many at once, and leaves the log whole', async () => {
    const { id: userId } = await makeUser(api);
    const messages = await Promise.all(sessions.map(({ id }) => say(api, id)));
    const pool = {
      ID: [
        ...sessions.flatMap(({ id, userId: owner }) => [id, owner]),
        userId,
        ...messages.map(({ id }) => id as string),
      ],
      String: ['telegram', 'default', 'a', 'text', ...sessions.map(({ slug }) => slug)],
      Int: [0, 1, 2, 25, 100],
      Float: [0, 0.5, 1, -1],
      JSON: [{}, { a: 1 }, 1, 'x', [1], null],
      DateTime: ['2026-01-31T12:00:00Z', '2999-01-01T00:00:00Z'],
    };
    const requests = fc.array(randomRequests(createSchema(new Map()), pool), { minLength: 10, maxLength: 10 });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requests, async (batch) => {
        const answers = await Promise.all(batch.map(({ query, variables }) => api.send(query, variables)));
        for (const { errors } of answers) {
          expect(strange(errors)).toEqual([]);
          for (const { extensions } of errors ?? [{ extensions: { code: 'OK' } }]) seen.add(extensions.code);
        }
      }),
      { numRuns: 150 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['OK', 'BAD_USER_INPUT', 'NOT_FOUND']));
    await isWell();
  }, 60_000);

  it('that is broken somewhere is answered without a fault', async () => {
    const input = { sessionId: sessions[0]?.id, message: { role: 'USER', content: 'é👋', metadata: { n: 1.5e3 } } };
    const query = 'mutation ($input: AddMessageInput!) { addMessage(input: $input) { id content } } # "';
    const whole = Buffer.from(JSON.stringify({ query, variables: { input } }));
    const damage = fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    });
    const bodies = fc.oneof(
      damage.map((bytes) => bytes.reduce((body, { at, byte }) => Buffer.from(body).fill(byte, at, at + 1), whole)),
      fc.nat(whole.length).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json({ stringUnit: 'binary' }).map((text) => Buffer.from(text)),
      fc
        .json({ stringUnit: 'binary' })
        .map((text) => Buffer.from(JSON.stringify({ query, variables: JSON.parse(text) as unknown }))),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(JSON.stringify({ query: text }))),
    );
    const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' };
    await fc.assert(
      fc.asyncProperty(bodies, async (payload) => {
        const { body } = await api.app.http.inject({ method: 'POST', url: '/graphql', headers, payload });
        expect(strange((JSON.parse(body) as Answer).errors)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    await isWell();
  }, 60_000);
});
