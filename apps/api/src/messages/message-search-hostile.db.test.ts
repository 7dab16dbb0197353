import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSession } from '../testing/make.js';
import { addMessage, search, text } from '../testing/message-calls.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

const BYTES = 256 * 1_024;
const room = BYTES - 20;
const repeated = (unit: string): string => unit.repeat(Math.floor(room / Buffer.byteLength(unit)));
const counted = (unit: (n: number) => string): string => {
  let content = '';
  for (let n = 0; content.length < room; n++) content += unit(n);
  return content.slice(0, room);
};

/** What PostgreSQL's own parser of texts needs minutes for, and what comes near the bounds of what it makes of them. */
const SHAPES: Readonly<Record<string, string>> = {
  'one word': repeated('x'),
  'one word of four-byte letters': repeated('𠀀'),
  'snake case': repeated('a_'),
  'home folders': repeated('~/'),
  'this folder': repeated('./'),
  'open comments': repeated('<!--'),
  'hyphens and numbers': repeated('1-a-'),
  'distinct words': counted((n) => `${n.toString(36)} `),
  'distinct hosts': counted((n) => `h${n}.example.com/p${n}?q=${n} `),
  'like base64 for URLs': counted((n) => `${Buffer.from(`${n * 7919}`).toString('base64url')}${'_-'[n % 2]}`),
};

describe('searchMessages', () => {
  let api: TestApi;
  let id: string;
  beforeAll(async () => {
    api = await startTestApi();
    id = (await makeSession(api)).id;
  });
  afterAll(() => api.stop());

  it.each(Object.keys(SHAPES))('M6: takes 256 KiB of %s, and finds it by its first word', async (shape) => {
    const word = `needle${Object.keys(SHAPES).indexOf(shape)}x`;
    const began = performance.now();
    const { id: added } = await addMessage(api, id, text(`${word} ${SHAPES[shape] ?? ''}`));
    // A tenth of a second as a rule; where PostgreSQL's parser gets lost, more than its time-out.
    expect(performance.now() - began).toBeLessThan(4_000);
    expect((await search(api, word)).nodes.map((message) => message['id'])).toEqual([added]);
  });

  it('M6: looks as far as the first 65,536 characters', async () => {
    const content = `${'.'.repeat(65_530)} seen behind`;
    await addMessage(api, id, text(content));
    expect((await search(api, 'seen')).totalCount).toBe(1);
    expect((await search(api, 'behind')).totalCount).toBe(0);
  });
});
