import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/*
 * Requests that want to become WebSockets. They go through the server's hooks and routes like others, so that the address that they
 * come from, what is said to those who are refused, and what there is at which address are the same for both.
 */

/** What is left of a connection when it stops speaking HTTP. */
export interface Upgrade {
  readonly raw: IncomingMessage;
  readonly socket: Socket;
  /** What came behind the request already. */
  readonly head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** Whether the request wants to become a WebSocket. Other upgrades are requests like any: a server may pass them by (RFC 9110 §7.8). */
export const wantsWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/** Has the server route upgrades as it routes requests. */
export function routeUpgrades(server: FastifyInstance): void {
  server.server.on('upgrade', (raw, socket: Socket, head) => {
    // Nobody else listens any more; a connection that breaks is gone and no fault.
    socket.on('error', () => socket.destroy());
    if (!wantsWebSocket(raw)) return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    upgrades.set(raw, { raw, socket, head });
    const response = new ServerResponse(raw);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.on('finish', () => socket.end());
    server.routing(raw, response);
  });
}

export const isUpgrade = ({ raw }: FastifyRequest): boolean => upgrades.has(raw);

/** Takes the connection out of the server's hands; null where it is a plain request. */
export function takeUpgrade({ raw }: FastifyRequest, reply: FastifyReply): Upgrade | null {
  const upgrade = upgrades.get(raw) ?? null;
  if (upgrade) {
    reply.hijack();
    reply.raw.detachSocket(upgrade.socket);
  }
  return upgrade;
}
