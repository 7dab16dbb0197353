import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { act, refuse, type Act } from '../testing/acts.js';
import { identity, makeSession, makeUser, unique } from '../testing/make.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';

const START = new Date('2026-07-01T00:00:00.000Z');
const clock = new StillClock(START);
let api: TestApi;
let other: TestApi;
beforeAll(async () => {
  api = await startTestApi({ clock });
  other = await startTestApi({ clock, beside: api });
});
afterAll(async () => {
  await other.stop();
  await api.stop();
});
beforeEach(() => clock.set(START));

const aSession = (): Promise<{ id: string }> => makeSession(api, { idleTimeoutSeconds: 0 });
const opening = (): object => ({ user: identity(), platform: 'telegram', idleTimeoutSeconds: 0 });

interface Case {
  readonly name: Act;
  /** An input that changes something when it comes first. */
  readonly prepare: () => Promise<object>;
  /** What makes another input of it. */
  readonly changed: object;
}

const CASES: readonly Case[] = [
  { name: 'getOrCreateSession', prepare: async () => opening(), changed: { title: 'Other' } },
  { name: 'createSession', prepare: async () => opening(), changed: { platform: 'web' } },
  {
    name: 'updateSession',
    prepare: async () => ({ id: (await aSession()).id, title: 'One' }),
    changed: { title: null },
  },
  { name: 'pauseSession', prepare: async () => ({ id: (await aSession()).id }), changed: { expectedSeq: 1 } },
  {
    name: 'resumeSession',
    prepare: async () => ({ id: (await act(api, 'pauseSession', { id: (await aSession()).id }))['id'] }),
    changed: { expectedSeq: 2 },
  },
  { name: 'endSession', prepare: async () => ({ id: (await aSession()).id }), changed: { reason: 'TERMINATED' } },
  {
    name: 'upsertUser',
    prepare: async () => ({ displayName: 'Ada', metadata: { a: 1, b: 2 } }),
    changed: { metadata: { a: 1 } },
  },
  {
    name: 'linkIdentity',
    prepare: async () => ({ userId: (await makeUser(api)).id, ...identity().identity }),
    changed: { primary: true },
  },
  {
    name: 'unlinkIdentity',
    prepare: async () => {
      const who = identity();
      await makeSession(api, { user: who });
      return who.identity;
    },
    changed: { externalId: 'another' },
  },
];

/** How much there is of what the mutations make. */
const sizes = async (): Promise<number[]> => {
  const counts = ['event', 'session', '"user"', 'identity'].map((table) => `(SELECT count(*)::int FROM ${table})`);
  return (await api.rows(`SELECT ARRAY[${counts.join(', ')}] AS n`))[0]?.['n'] as number[];
};
const growth = (before: readonly number[], after: readonly number[]): number[] =>
  after.map((size, at) => size - (before[at] ?? 0));

const backwards = (input: object): object => Object.fromEntries(Object.entries(input).toReversed());

describe.each(CASES)('$name with an idempotency key', ({ name, prepare, changed }) => {
  it('I1: repeated within 24 hours, on any node, gives the first answer and changes nothing', async () => {
    const input = { ...(await prepare()), idempotencyKey: unique('key') };
    const first = await act(api, name, input);
    const before = await sizes();
    expect(await act(api, name, input)).toEqual(first);
    expect(await act(other, name, backwards(input))).toEqual(first);
    expect(await sizes()).toEqual(before);
  });

  it('I2: with another input, or used for another mutation before, is IDEMPOTENCY_MISMATCH and changes nothing', async () => {
    const input = { ...(await prepare()), idempotencyKey: unique('key') };
    await act(api, name, input);
    const elsewhere = { ...(await prepare()), idempotencyKey: unique('key') };
    const before: Act = name === 'upsertUser' ? 'createSession' : 'upsertUser';
    await act(api, before, { ...(name === 'upsertUser' ? opening() : {}), idempotencyKey: elsewhere.idempotencyKey });
    const sized = await sizes();
    expect((await refuse(other, name, { ...input, ...changed })).extensions.code).toBe('IDEMPOTENCY_MISMATCH');
    expect((await refuse(other, name, elsewhere)).extensions.code).toBe('IDEMPOTENCY_MISMATCH');
    expect(await sizes()).toEqual(sized);
  });

  it('I3: of 8 at once on two nodes all get the first’s answer, and the change is made once', async () => {
    const [once, alone] = [await prepare(), await prepare()];
    const input = { ...once, idempotencyKey: unique('key') };
    const start = await sizes();
    await act(api, name, alone);
    const between = await sizes();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => act(at % 2 === 0 ? api : other, name, input)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(growth(between, await sizes())).toEqual(growth(start, between));
  });
});
