import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/*
 * Requests that want to become WebSockets. They go through the server's hooks and routes like others, so that the address that they
 * come from, what is said to those who are refused, and what there is at which address are the same for both.
 *
 * The server has no time-outs for such connections any more and does not close them with the others: here is seen to it that none
 * stays that is not a WebSocket.
 */

/** What is left of a connection when it stops speaking HTTP. */
export interface Upgrade {
  readonly raw: IncomingMessage;
  readonly socket: Socket;
  /** What came behind the request already. */
  readonly head: Buffer;
}

/** An upgrade that is not decided yet. */
interface Pending extends Upgrade {
  /** Has it bounded no longer: from here on somebody else looks after it. */
  readonly letGo: () => void;
}

/** How long an upgrade may be undecided, and how long its refusal may take to be sent, in milliseconds. */
const PENDING_MAX_MS = 10_000;

const upgrades = new WeakMap<IncomingMessage, Pending>();

/** Whether the request wants to become a WebSocket. Other upgrades are requests like any: a server may pass them by (RFC 9110 §7.8). */
export const wantsWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

/** Has the server route upgrades as it routes requests. */
export function routeUpgrades(server: FastifyInstance): void {
  const pending = new Set<Socket>();
  server.server.on('upgrade', (raw, socket: Socket, head) => {
    const letGo = bound(socket, pending);
    // Nobody else listens any more; a connection that breaks is gone and no fault.
    socket.on('error', () => socket.destroy());
    if (!wantsWebSocket(raw)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return socket.destroySoon();
    }
    upgrades.set(raw, { raw, socket, head, letGo });
    const response = new ServerResponse(raw);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    // Not `end()`: the other side may leave its own half open for ever.
    response.on('finish', () => socket.destroySoon());
    return server.routing(raw, response);
  });
  server.addHook('preClose', (done) => {
    for (const socket of pending) socket.destroy();
    done();
  });
}

/** Keeps a connection among the pending until it is let go or its time is over. */
function bound(socket: Socket, pending: Set<Socket>): () => void {
  const deadline = setTimeout(() => socket.destroy(), PENDING_MAX_MS).unref();
  pending.add(socket);
  const letGo = (): void => {
    clearTimeout(deadline);
    pending.delete(socket);
  };
  socket.once('close', letGo);
  return letGo;
}

export const isUpgrade = ({ raw }: FastifyRequest): boolean => upgrades.has(raw);

/** Takes the connection out of the server's hands; null where it is a plain request. */
export function takeUpgrade({ raw }: FastifyRequest, reply: FastifyReply): Upgrade | null {
  const upgrade = upgrades.get(raw) ?? null;
  if (upgrade) {
    upgrade.letGo();
    reply.hijack();
    reply.raw.detachSocket(upgrade.socket);
  }
  return upgrade;
}
