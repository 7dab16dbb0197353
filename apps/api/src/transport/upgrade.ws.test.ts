import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startListeningApi, type ListeningApi } from '../testing/listening-api.js';
import { admittedSocket, openSocket, refusedUpgrade, type SocketClient } from '../testing/socket-client.js';

const UPGRADE = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
const HANDSHAKE = `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\n`;
const STRANGERS_MAX = 50;

/** A connection that never closes its own half. */
async function stubborn(port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(text);
  await once(socket, 'connect');
  return socket;
}

describe('an upgrade by whoever never closes its side', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    const sockets = { initSeconds: 1, pingSeconds: 30, operationsMax: 100, strangersMax: 1_000 };
    api = await startListeningApi({ config: { sockets } });
  });
  afterAll(() => api.stop());

  /** How many connections the server holds. */
  const held = (of: ListeningApi = api): Promise<number> =>
    new Promise((resolve, reject) =>
      (of.app.http.server as Server).getConnections((err, count) => (err ? reject(err) : resolve(count))),
    );

  it.each([
    ['to nowhere', `GET /nowhere HTTP/1.1\r\n${UPGRADE}\r\n`],
    ['from a foreign page', `GET /graphql HTTP/1.1\r\nOrigin: http://evil.example\r\n${UPGRADE}${HANDSHAKE}\r\n`],
    ['without a key of its own', `GET /graphql HTTP/1.1\r\n${UPGRADE}\r\n`],
    ['to a health check', `GET /healthz HTTP/1.1\r\n${UPGRADE}\r\n`],
    ['to an address that is none', `GET /%ff HTTP/1.1\r\n${UPGRADE}\r\n`],
  ])('Limits: %s is let go of as it is refused', async (_what, text) => {
    const socket = await stubborn(api.port, text);
    await once(socket, 'end');
    await expect.poll(() => held(), { timeout: 3_000 }).toBe(0);
    socket.destroy();
  });

  it('Limits: that says nothing behind its handshake is let go of when its time is over', async () => {
    const socket = await stubborn(api.port, `GET /graphql HTTP/1.1\r\n${UPGRADE}${HANDSHAKE}\r\n`);
    await once(socket, 'end');
    await expect.poll(() => held(), { timeout: 1_000 }).toBe(0);
    socket.destroy();
  }, 10_000);

  it('Limits: keeps no server from closing', async () => {
    const closing = await startListeningApi({ beside: api });
    const sockets = [
      await stubborn(closing.port, `GET /nowhere HTTP/1.1\r\n${UPGRADE}\r\n`),
      await stubborn(
        closing.port,
        `POST /graphql HTTP/1.1\r\n${UPGRADE}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
      ),
      await stubborn(closing.port, `GET /graphql HTTP/1.1\r\n${UPGRADE}${HANDSHAKE}\r\n`),
    ];
    await expect.poll(() => held(closing)).toBeGreaterThan(0);
    const from = performance.now();
    await closing.stop();
    expect(performance.now() - from).toBeLessThan(4_000);
    for (const socket of sockets) socket.destroy();
  }, 60_000);
});

describe('a socket of nobody known', () => {
  let api: ListeningApi;
  beforeAll(async () => {
    const sockets = { initSeconds: 20, pingSeconds: 30, operationsMax: 100, strangersMax: STRANGERS_MAX };
    api = await startListeningApi({ config: { sockets } });
  });
  afterAll(() => api.stop());

  it('Limits: may send little, be it of a message that never ends, and is closed with 1009', async () => {
    const socket = await openSocket(api.port);
    // A text of 2 MiB less a little, masked with zeros, of which the last byte does not come.
    const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x1f, 0xff, 0xf0, 0, 0, 0, 0]);
    const { _socket: raw } = socket.socket as unknown as { _socket: Socket };
    raw.write(Buffer.concat([head, Buffer.alloc(17 * 1024, 'a')]));
    expect((await socket.closed).code).toBe(1009);
  });

  it('Limits: may send little in many small messages', async () => {
    const socket = await openSocket(api.port);
    for (let at = 0; at < 1_000; at++) socket.say({ type: 'ping' });
    expect((await socket.closed).code).toBe(1009);
  });

  it('X6: is one of so many from one place; the next is refused with 429 until one of them has said who it is, or is gone', async () => {
    const strangers: SocketClient[] = [];
    for (let at = 0; at < STRANGERS_MAX; at++) strangers.push(await openSocket(api.port));
    expect(await refusedUpgrade(api.port)).toBe(429);
    strangers[0]?.socket.terminate();
    const known: SocketClient[] = [];
    await expect.poll(() => refusedUpgrade(api.port)).toBe(101);
    await expect
      .poll(async () => {
        const socket = await admittedSocket(api.port).catch(() => null);
        if (socket) known.push(socket);
        return known.length;
      })
      .toBe(5);
    for (const socket of [...strangers, ...known]) socket.socket.terminate();
  });
});
