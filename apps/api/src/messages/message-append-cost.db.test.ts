import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { addMessage, addMessages, text, type Shown } from '../testing/message-calls.js';
import { effortOf, recordStatements, type Effort } from '../testing/statements.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const LONG = 5_000;

describe('what an append takes', () => {
  let api: TestApi;
  let short: string;
  let long: string;
  beforeAll(async () => {
    api = await startTestApi();
    [short, long] = await Promise.all([makeSession(api), makeSession(api)]).then(([a, b]) => [a.id, b.id]);
    const batch = (from: number): object[] =>
      Array.from({ length: 1_000 }, (_, at) => text(`message ${from + at}`, { externalId: `update-${from + at}` }));
    for (let from = 0; from < LONG; from += 1_000) await addMessages(api, long, batch(from));
    await addMessages(api, short, batch(0).slice(0, 10));
    await api.rows('ANALYZE');
  });
  afterAll(() => api.stop());

  const KNOWN = 'update-3';

  async function takes(append: () => Promise<readonly Shown[]>): Promise<Effort> {
    let shown: readonly Shown[] = [];
    const ran = await recordStatements(async () => (shown = await append()));
    expect(ran.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^message[.]/));
    const added = shown.filter(({ externalId }) => externalId !== KNOWN).map(({ id }) => id as string);
    return effortOf(api, 'message', ran, {
      text: 'WITH acts AS (DELETE FROM audit_entry) DELETE FROM message WHERE id = ANY($1)',
      values: [added],
    });
  }

  const one = (id: string, more: object) => () =>
    addMessage(api, id, text('one more', more)).then((message) => [message]);
  const many = (id: string, more: object) => () => addMessages(api, id, [text('one more', more), text('and more')]);

  it.each([
    ['one message', one, {}],
    ['two in a batch', many, {}],
  ] as const)('M1: %s reads no message of the history, be it 10 or 5,000 long', async (_name, append, more) => {
    const [inShort, inLong] = [await takes(append(short, more)), await takes(append(long, more))];
    expect([inShort.rows, inLong.rows]).toEqual([0, 0]);
    // The same pages, but for the way down the indexes.
    expect(inLong.pages).toBeLessThanOrEqual(inShort.pages + 12);
  });

  it.each([
    ['one redelivered message', one],
    ['a batch with a redelivered one', many],
  ] as const)('M1 M3: %s reads that one, be the history 10 or 5,000 long', async (_name, append) => {
    for (const id of [short, long]) {
      const { rows } = await takes(append(id, { externalId: KNOWN }));
      expect(rows).toBeGreaterThanOrEqual(1);
      expect(rows).toBeLessThanOrEqual(2);
    }
  });
});
