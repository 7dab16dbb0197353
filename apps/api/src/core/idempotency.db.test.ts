import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOIN, SET_TASK } from '../testing/context-calls.js';
import { eventTypes, makeSession, unique } from '../testing/make.js';
import { ADD_MESSAGE, ADD_MESSAGES, addMessage, history, text, trySay } from '../testing/message-calls.js';
import { startTestApi, StillClock, type TestApi } from '../testing/test-api.js';
import {
  DELETE,
  deleteVariable,
  INCREMENT,
  increment,
  SET,
  SET_MANY,
  setVariable,
  setVariables,
  variableOf,
} from '../testing/variable-calls.js';

const DAY_MS = 86_400_000;

describe('idempotency keys', () => {
  const clock = new StillClock(new Date('2026-03-01T12:00:00.500Z'));
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clock });
  });
  afterAll(() => api.stop());
  const later = (milliseconds: number): void => clock.set(new Date(clock.now().getTime() + milliseconds));
  const lasting = (): ReturnType<typeof makeSession> => makeSession(api, { idleTimeoutSeconds: 0 });

  it('I1: what was set is answered as it was, after it was set again, deleted and expired', async () => {
    const target = { sessionId: (await lasting()).id };
    const variable = { name: 'n', value: { z: 1, a: [2] }, ttlSeconds: 60, idempotencyKey: unique('key') };
    const first = await setVariable(api, target, variable);
    await setVariable(api, target, { name: 'n', value: 'later' });
    expect(await setVariable(api, target, variable)).toEqual(first);
    await deleteVariable(api, target, 'n');
    later(60_000);
    const replayed = await setVariable(api, target, variable);
    expect(JSON.stringify(replayed)).toBe(JSON.stringify(first));
    expect(await variableOf(api, target.sessionId, 'n')).toBeNull();
  });

  it('I1: so it is for several set at once, an increment, and a deletion', async () => {
    const { id } = await lasting();
    const target = { sessionId: id };
    const [many, counted, gone] = [
      { idempotencyKey: unique('key') },
      { by: 5, idempotencyKey: unique('key') },
      { idempotencyKey: unique('key') },
    ];
    const set = await setVariables(
      api,
      target,
      [
        { name: 'b', value: 1 },
        { name: 'a', value: 'x' },
      ],
      many,
    );
    const incremented = await increment(api, target, 'b', counted);
    expect(await deleteVariable(api, target, 'a', gone)).toBe(true);
    const events = await eventTypes(api, id);
    expect(
      await setVariables(
        api,
        target,
        [
          { name: 'b', value: 1 },
          { name: 'a', value: 'x' },
        ],
        many,
      ),
    ).toEqual(set);
    expect(await increment(api, target, 'b', counted)).toEqual(incremented);
    expect(await deleteVariable(api, target, 'a', gone)).toBe(true);
    expect(await eventTypes(api, id)).toEqual(events);
    expect(await variableOf(api, id, 'b')).toMatchObject({ value: 6, version: 2 });
  });

  it('I1: hold for 24 hours to the millisecond, then begin anew, swept or not', async () => {
    for (const sweep of [() => Promise.resolve(), () => api.app.sweeper.sweep()]) {
      const target = { sessionId: (await lasting()).id };
      const key = { idempotencyKey: unique('key') };
      const first = await increment(api, target, 'n', key);
      later(DAY_MS - 1);
      await sweep();
      expect(await increment(api, target, 'n', key)).toEqual(first);
      later(1);
      await sweep();
      expect(await increment(api, target, 'n', key)).toMatchObject({ value: 2, version: 2 });
      later(DAY_MS - 1);
      await sweep();
      expect(await increment(api, target, 'n', key)).toMatchObject({ value: 2, version: 2 });
    }
  });

  it('I1 I2: after 24 hours a key may stand for another input, another session and another mutation, and appends once again', async () => {
    const [here, elsewhere] = await Promise.all([lasting(), lasting()]);
    const key = { idempotencyKey: unique('key') };
    const first = await addMessage(api, here.id, text('first'), key);
    later(DAY_MS);
    const second = await addMessage(api, here.id, text('first'), key);
    expect(second['id']).not.toBe(first['id']);
    expect(await addMessage(api, here.id, text('first'), key)).toEqual(second);
    later(DAY_MS);
    await addMessage(api, elsewhere.id, text('other'), key);
    later(DAY_MS);
    await setVariable(api, { sessionId: here.id }, { name: 'n', value: 1, ...key });
    expect((await trySay(api, here.id, text('first'), key)).errors).toMatchObject([
      { extensions: { code: 'IDEMPOTENCY_MISMATCH' } },
    ]);
    expect((await history(api, here.id)).totalCount).toBe(2);
  });

  it('I1: a refusal is not kept: once nothing stands in the way, the same call is done', async () => {
    const { id } = await lasting();
    const key = { idempotencyKey: unique('key') };
    await api.ok('mutation ($id: ID!) { pauseSession(input: { id: $id }) { id } }', { id });
    expect((await trySay(api, id, text('hello'), key)).errors).toMatchObject([
      { extensions: { code: 'SESSION_PAUSED' } },
    ]);
    await api.ok('mutation ($id: ID!) { resumeSession(input: { id: $id }) { id } }', { id });
    expect(await addMessage(api, id, text('hello'), key)).toMatchObject({ content: 'hello' });
    const conflicting = {
      input: { target: { sessionId: id }, name: 'n', value: 1, expectedVersion: 1, idempotencyKey: unique('key') },
    };
    expect(await api.refused(SET, conflicting)).toMatchObject({ extensions: { code: 'VERSION_CONFLICT' } });
    await setVariable(api, { sessionId: id }, { name: 'n', value: 0 });
    expect((await api.ok(SET, conflicting))['setVariable']).toMatchObject({ version: 2 });
  });

  it('I1: the same input may be written in another order and with another call’s spaces', async () => {
    const { id } = await lasting();
    const idempotencyKey = unique('key');
    const first = await setVariable(
      api,
      { sessionId: id },
      { name: 'n', value: { a: 1, b: { c: 2, d: [3] } }, idempotencyKey },
    );
    const { setVariable: again } = await api.ok(
      `mutation { setVariable(input: { idempotencyKey: "${idempotencyKey}", value: { b: { d: [3], c: 2 }, a: 1 }, name: "n", target: { sessionId: "${id}" } }) { version updatedAt } }`,
    );
    expect(again).toEqual({ version: 1, updatedAt: first['updatedAt'] });
  });

  it.each([
    ['another value', { value: [1, 2] }],
    ['a list in another order', { value: [2, 1, 3] }],
    ['a text for a number', { value: [1, 2, '3'] }],
    ['an expectation', { expectedVersion: 0 }],
    ['a time to live', { ttlSeconds: 5 }],
    ['another name', { name: 'm' }],
  ])('I2: %s is another input', async (_name, other) => {
    const { id } = await lasting();
    const input = { target: { sessionId: id }, name: 'n', value: [1, 2, 3], idempotencyKey: unique('key') };
    await api.ok(SET, { input });
    expect(await api.refused(SET, { input: { ...input, ...other } })).toMatchObject({
      extensions: { code: 'IDEMPOTENCY_MISMATCH' },
    });
    expect(await variableOf(api, id, 'n')).toMatchObject({ value: [1, 2, 3], version: 1 });
  });

  const inputs = (sessionId: string): Readonly<Record<string, readonly [string, object]>> => {
    const target = { sessionId };
    return {
      addMessage: [ADD_MESSAGE, { sessionId, message: text('hello') }],
      addMessages: [ADD_MESSAGES, { sessionId, messages: [text('hello')] }],
      setVariable: [SET, { target, name: 'n', value: 1 }],
      setVariables: [SET_MANY, { target, variables: [{ name: 'n', value: 1 }] }],
      incrementVariable: [INCREMENT, { target, name: 'n' }],
      deleteVariable: [DELETE, { target, name: 'n' }],
      setCurrentTask: [SET_TASK, { sessionId, id: 't', description: 'x', status: 'PENDING' }],
      joinSession: [JOIN, { sessionId, kind: 'HUMAN', name: 'Ada' }],
    };
  };

  it.each(Object.keys(inputs('')))(
    'I2: a key of %s is IDEMPOTENCY_MISMATCH for every other mutation, and for the same elsewhere',
    async (mutation) => {
      const [here, elsewhere] = await Promise.all([lasting(), lasting()]);
      const idempotencyKey = unique('key');
      const send = (id: string, name: string): ReturnType<TestApi['send']> => {
        const [document, input] = inputs(id)[name] ?? ['', {}];
        return api.send(document, { input: { ...input, idempotencyKey } });
      };
      expect((await send(here.id, mutation)).errors).toBeUndefined();
      const events = await eventTypes(api, here.id);
      for (const other of Object.keys(inputs('')).filter((name) => name !== mutation))
        expect((await send(here.id, other)).errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_MISMATCH' } }]);
      expect((await send(elsewhere.id, mutation)).errors).toMatchObject([
        { extensions: { code: 'IDEMPOTENCY_MISMATCH' } },
      ]);
      expect((await send(here.id, mutation)).errors).toBeUndefined();
      expect([await eventTypes(api, here.id), await eventTypes(api, elsewhere.id)]).toEqual([
        events,
        ['SESSION_STARTED'],
      ]);
    },
  );

  it.each(Object.keys(inputs('')))('I2: %s answers BAD_USER_INPUT for a key that is none', async (mutation) => {
    const { id } = await lasting();
    const [document, input] = inputs(id)[mutation] ?? ['', {}];
    for (const idempotencyKey of ['', 'x'.repeat(256), 'e\u0301', 'nul \u0000'])
      expect(await api.refused(document, { input: { ...input, idempotencyKey } })).toMatchObject({
        extensions: { code: 'BAD_USER_INPUT' },
      });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
    expect(
      (await api.send(document, { input: { ...input, idempotencyKey: unique('😀'.repeat(200)) } })).errors,
    ).toBeUndefined();
  });
});
