import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, eventsOf, refuse } from '../testing/acts.js';
import { eventTypes, makeSession } from '../testing/make.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

describe('updateSession', () => {
  it('E1: changes what is given, leaves the rest, and its event tells what changed', async () => {
    const { id } = await makeSession(api, { title: 'One', metadata: { a: 1 }, idleTimeoutSeconds: 100 });
    const first = await act(api, 'updateSession', { id, title: 'Two', environment: 'BROWSER' });
    expect(first).toMatchObject({
      title: 'Two',
      environment: 'BROWSER',
      metadata: { a: 1 },
      idleTimeoutSeconds: 100,
      seq: 2,
    });
    const second = await act(api, 'updateSession', {
      id,
      metadata: { b: 2 },
      idleTimeoutSeconds: 0,
      idleAction: 'END',
    });
    expect(second).toMatchObject({
      title: 'Two',
      metadata: { b: 2 },
      idleTimeoutSeconds: 0,
      idleAction: 'END',
      idleAt: null,
    });
    expect((await eventsOf(api, id)).slice(1)).toMatchObject([
      { type: 'SESSION_UPDATED', payload: { title: 'Two', environment: 'BROWSER' } },
      { type: 'SESSION_UPDATED', payload: { metadata: { b: 2 }, idleTimeoutSeconds: 0, idleAction: 'END' } },
    ]);
  });

  it('S12: replaces metadata as a whole; null leaves it, and takes the title away', async () => {
    const { id } = await makeSession(api, { title: 'One', metadata: { a: 1, b: { c: 2 } } });
    expect(await act(api, 'updateSession', { id, metadata: { b: { d: 3 } } })).toMatchObject({
      metadata: { b: { d: 3 } },
    });
    const cleared = await act(api, 'updateSession', {
      id,
      metadata: null,
      title: null,
      environment: null,
      idleTimeoutSeconds: null,
    });
    expect(cleared).toMatchObject({
      title: null,
      metadata: { b: { d: 3 } },
      environment: 'SERVER',
      idleTimeoutSeconds: 3_600,
    });
  });

  it('E1: the same again writes no event', async () => {
    const given = {
      title: 'Same',
      metadata: { a: [1, { b: null }] },
      idleTimeoutSeconds: 60,
      idleAction: 'END',
      environment: 'AGENT',
    };
    const { id } = await makeSession(api, given);
    expect(await act(api, 'updateSession', { id, ...given })).toMatchObject({ seq: 1 });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
  });

  it('keeps metadata as it was written, whatever its keys', async () => {
    const text = '{"z":1,"__proto__":{"x":1},"constructor":"c","a":[1.5,-0.25,1e21],"ü":"\u{1F600}"}';
    const { id } = await makeSession(api);
    const updated = await act(api, 'updateSession', { id, metadata: JSON.parse(text) });
    expect(JSON.stringify(updated['metadata'])).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each([
    [{ title: 'x'.repeat(501) }, 'BAD_USER_INPUT', 'input.title'],
    [{ metadata: [] }, 'BAD_USER_INPUT', 'input.metadata'],
    [{ metadata: 'text' }, 'BAD_USER_INPUT', 'input.metadata'],
    [{ metadata: { a: 'x'.repeat(256 * 1024) } }, 'PAYLOAD_TOO_LARGE', 'input.metadata'],
    [{ idleTimeoutSeconds: -1 }, 'BAD_USER_INPUT', 'input.idleTimeoutSeconds'],
    [{ idleTimeoutSeconds: 31_536_001 }, 'BAD_USER_INPUT', 'input.idleTimeoutSeconds'],
    [{ idempotencyKey: '' }, 'BAD_USER_INPUT', 'idempotencyKey'],
    [{ idempotencyKey: 'x'.repeat(256) }, 'BAD_USER_INPUT', 'idempotencyKey'],
  ])('refuses what is out of bounds (%#) with its code and field', async (input, code, field) => {
    const { id } = await makeSession(api);
    expect((await refuse(api, 'updateSession', { id, ...input })).extensions).toMatchObject({ code, field });
    expect(await eventTypes(api, id)).toEqual(['SESSION_STARTED']);
  });
});
