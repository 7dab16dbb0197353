import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdLocks, untilWaiting } from '../testing/acts.js';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { makeSession } from '../testing/make.js';
import { admittedSocket, openSocket, PROTOCOL } from '../testing/socket-client.js';
import { TEST_KEY } from '../testing/test-api.js';

const MIB = 1024 * 1024;
const VIEWER = '{ viewer { id } }';
const INIT = { authorization: `Bearer ${TEST_KEY}` };

describe('a socket that does not keep to the rules', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    const sockets = { initSeconds: 1, pingSeconds: 1, operationsMax: 100, strangersMax: 1_000 };
    api = await startListeningApi({ config: { sockets } });
  });
  afterAll(() => api.stop());

  const expectHealthy = async (): Promise<void> => {
    const socket = await admittedSocket(api.port);
    expect((await socket.ask(VIEWER)).errors).toBeUndefined();
    socket.socket.close();
  };

  it.each([
    'hello',
    '',
    'null',
    '[]',
    '5',
    '{}',
    '{"type":"nothing"}',
    '{"type":5}',
    '{"type":"connection_ack"}',
    '{"type":"next","id":"1","payload":{"data":{}}}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","id":1,"payload":{"query":"{ viewer { id } }"}}',
    '{"type":"subscribe","id":"","payload":{"query":"{ viewer { id } }"}}',
    '{"type":"subscribe","id":"1","payload":{"query":5}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{ viewer { id } }","variables":[]}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{ viewer { id } }","operationName":5}}',
    '['.repeat(100_000),
  ])('Limits: is closed with 4400 for %.60j', async (frame) => {
    const socket = await admittedSocket(api.port);
    socket.say(frame);
    expect((await socket.closed).code).toBe(4400);
    await expectHealthy();
  });

  it('Limits: is closed for bytes, for text that is none, and for frames that are none', async () => {
    const binary = await admittedSocket(api.port);
    binary.say(Buffer.from('{"type":"ping"}'));
    expect((await binary.closed).code).toBe(1003);
    for (const [frame, code] of [
      // A text of one byte that is no UTF-8; a continuation of nothing; a reserved bit.
      ['8181000000 00ff', 1007],
      ['8080000000 00', 1002],
      ['f18100000000 00', 1002],
    ] as const) {
      const socket = await admittedSocket(api.port);
      (socket.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
        Buffer.from(frame.replaceAll(' ', ''), 'hex'),
      );
      expect((await socket.closed).code).toBe(code);
    }
    await expectHealthy();
  });

  it('Limits: may have messages of 2 MiB, and is closed with 1009 for one that is larger', async () => {
    const socket = await admittedSocket(api.port);
    const message = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: VIEWER } });
    socket.say(message.padEnd(2 * MIB));
    expect((await socket.next()).type).toBe('next');
    expect((await socket.next()).type).toBe('complete');
    socket.say(message.padEnd(2 * MIB + 1));
    expect((await socket.closed).code).toBe(1009);
  });

  it('Limits: may say little before it has said who it is', async () => {
    const socket = await openSocket(api.port);
    socket.say(JSON.stringify({ type: 'connection_init', payload: INIT }).padEnd(20_000));
    expect((await socket.closed).code).toBe(1009);
  });

  it('Limits: is closed with 4408 where it does not say in time who it is', async () => {
    expect((await (await openSocket(api.port)).closed).code).toBe(4408);
  });

  it('X1: is closed with 4429 where it says twice who it is', async () => {
    const socket = await openSocket(api.port);
    socket.say({ type: 'connection_init', payload: INIT });
    socket.say({ type: 'connection_init', payload: INIT });
    expect((await socket.closed).code).toBe(4429);
  });

  it('is closed with 4409 for an id that is taken', async () => {
    const socket = await admittedSocket(api.port);
    const message = { id: '1', type: 'subscribe', payload: { query: VIEWER } };
    socket.say(message);
    socket.say(message);
    expect((await socket.closed).code).toBe(4409);
  });

  it('is closed with 4406 for another sub-protocol, or none', async () => {
    expect((await (await openSocket(api.port, { protocol: '' })).closed).code).toBe(4406);
    // A client that gets none of those that it asked for closes by itself.
    await expect(openSocket(api.port, { protocol: 'graphql-ws' })).rejects.toThrow(/no subprotocol/);
  });

  it('Limits: has at most 100 operations running, and RATE_LIMITED for each beyond', async () => {
    const { id } = await makeSession(api);
    const socket = await admittedSocket(api.port);
    const release = await holdLocks(api, 'SELECT 1 FROM session WHERE id = $1 FOR UPDATE', [id]);
    const query = `mutation { touchSession(id: "${id}") { id } }`;
    for (let at = 0; at < 103; at++) socket.say({ id: `${at}`, type: 'subscribe', payload: { query } });
    for (let at = 0; at < 3; at++) {
      expect(await socket.next()).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED' } }],
      });
    }
    await release();
    for (let at = 0; at < 200; at++) expect(['next', 'complete']).toContain((await socket.next()).type);
    expect((await socket.ask(VIEWER)).errors).toBeUndefined();
    socket.socket.close();
  });

  it('Limits: cannot make room by leaving off what runs', async () => {
    const { id } = await makeSession(api);
    const socket = await admittedSocket(api.port);
    const release = await holdLocks(api, 'SELECT 1 FROM session WHERE id = $1 FOR UPDATE', [id]);
    const payload = { query: `mutation { touchSession(id: "${id}") { id } }` };
    for (let at = 0; at < 100; at++) {
      socket.say({ id: 'one', type: 'subscribe', payload });
      socket.say({ id: 'one', type: 'complete' });
    }
    socket.say({ id: 'last', type: 'subscribe', payload });
    expect(await socket.next()).toMatchObject({ id: 'last', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    await release();
    socket.socket.close();
  });

  it('Limits: that answers no ping is closed, and one that does is not', async () => {
    const silent = await openSocket(api.port, { autoPong: false });
    await silent.init(INIT);
    const living = await admittedSocket(api.port);
    await silent.closed;
    expect((await living.ask(VIEWER)).errors).toBeUndefined();
    living.socket.close();
  });

  it('unpacks nothing', async () => {
    const socket = await openSocket(api.port, { perMessageDeflate: true });
    expect(socket.socket.extensions).toBe('');
    socket.socket.close();
  });

  it.each([
    'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`,
    'POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    'GET /%ff HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ])('X1: is none for the request %.90j', async (bytes) => {
    const socket = connect(api.port, '127.0.0.1');
    socket.write(bytes);
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    await expect.poll(() => heard, { timeout: 5_000 }).toMatch(/^HTTP\/1\.1 4\d\d /);
    socket.destroy();
    await expectHealthy();
  });

  it('may break off at any time', async () => {
    for (let at = 0; at < 5; at++) {
      const socket = connect(api.port, '127.0.0.1');
      await once(socket, 'connect');
      const head = `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ${PROTOCOL}\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n\r\n`;
      socket.write(head.slice(0, head.length - at * 40));
      socket.resetAndDestroy();
      const opened = await admittedSocket(api.port);
      opened.say({ id: '1', type: 'subscribe', payload: { query: VIEWER } });
      opened.socket.terminate();
    }
    await expectHealthy();
  });
});

describe('a server that closes', () => {
  it('closes its sockets with 1012, those with something running behind its answer, and takes no more', async () => {
    const api = await startListeningApi();
    const { id } = await makeSession(api);
    const unknown = await openSocket(api.port);
    const [idle, busy] = [await admittedSocket(api.port), await admittedSocket(api.port)];
    const release = await holdLocks(api, 'SELECT 1 FROM session WHERE id = $1 FOR UPDATE', [id]);
    const payload = { query: `mutation { touchSession(id: "${id}") { id } }` };
    busy.say({ id: '1', type: 'subscribe', payload });
    await untilWaiting(api, 1);
    const stopped = api.stop();
    expect([(await unknown.closed).code, (await idle.closed).code]).toEqual([1012, 1012]);
    busy.say({ id: '2', type: 'subscribe', payload });
    expect(await busy.next()).toMatchObject({ id: '2', payload: [{ extensions: { code: 'UNAVAILABLE' } }] });
    await release();
    expect(await busy.next()).toMatchObject({ id: '1', payload: { data: { touchSession: { id } } } });
    expect((await busy.closed).code).toBe(1012);
    await stopped;
  });
});
