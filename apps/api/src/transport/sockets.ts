import { setTimeout as sleep } from 'node:timers/promises';
import { CloseCode, handleProtocols, makeServer, type Server } from 'graphql-ws';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Credential } from '../access/credential.service.js';
import { DomainError } from '../core/errors.js';
import { parseExactly } from './body.js';
import { socketHooks, type Connection, type SocketParts } from './socket-hooks.js';
import { Strangers, watchBytes } from './strangers.js';
import type { Upgrade } from './upgrade.js';

/*
 * The WebSockets of GraphQL (sub-protocol graphql-transport-ws): who is on them, whether they still live and still may, and how they
 * are closed. What is asked over them is in `socket-hooks.ts`.
 */

/** How often it is asked whether credentials still are good; what is revoked ends its sockets within 5 s, whatever node did it. */
const RECHECK_MS = 2_000;

/** How long a server that closes waits for the operations that run, and then for the other side to take leave, in milliseconds. */
const DRAIN_MAX_MS = 10_000;
const LEAVE_MAX_MS = 2_000;

/** An option that the types of the server do not know: whoever is told to go and stays would hold what it has sent of a message. */
const LEAVING = { closeTimeout: LEAVE_MAX_MS };

/** Registered close codes (RFC 6455 §7.4.1 and its registry). */
const UNSUPPORTED = 1003;
const TOO_BIG = 1009;
const RESTARTING = 1012;
const TRY_LATER = 1013;

/** What a client sends; all else is the server's to say. */
const FROM_CLIENTS: readonly unknown[] = ['connection_init', 'ping', 'pong', 'subscribe', 'complete'];

export class Sockets {
  private readonly connections = new Set<Connection>();
  private readonly strangers: Strangers;
  private readonly server: WebSocketServer;
  private readonly graphql: Server<Connection>;
  private readonly timers: readonly NodeJS.Timeout[];
  private isRechecking = false;
  private isClosing = false;

  constructor(private readonly parts: SocketParts) {
    const { initSeconds, pingSeconds, strangersMax } = parts.config.sockets;
    this.strangers = new Strangers(strangersMax, parts.networkOf);
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: parts.config.limits.socketMessageBytesMax,
      // A small message could be made to unpack to a large one, and each socket would keep its own tables.
      perMessageDeflate: false,
      ...LEAVING,
      handleProtocols,
    });
    this.graphql = makeServer<Record<string, unknown>, Connection>({
      ...socketHooks(parts),
      connectionInitWaitTimeout: initSeconds * 1_000,
      onConnect: async ({ extra, connectionParams }) => this.admit(extra, connectionParams?.['authorization']),
    });
    this.timers = [
      setInterval(() => this.ping(), pingSeconds * 1_000),
      setInterval(() => void this.recheck(), RECHECK_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  get count(): number {
    return this.connections.size;
  }

  /**
   * Whether one more may come from there without a credential.
   *
   * @throws DomainError `RATE_LIMITED`.
   */
  assertRoom(address: string): void {
    this.strangers.assertRoom(address);
  }

  /**
   * Makes a WebSocket of an upgrade.
   *
   * @param from the address that it comes from, and the login that its browser sent along.
   */
  accept({ raw, socket, head }: Upgrade, from: { readonly address: string; readonly login: Credential | null }): void {
    this.server.handleUpgrade(raw, socket, head, (opened) => {
      const leave = this.strangers.enter(from.address);
      const stopWatching = watchBytes(socket, () => {
        opened.close(TOO_BIG, 'Say who you are first');
        // Nothing more of it is read, nor the leave that it takes.
        opened.pause();
      });
      const becomeKnown = (): void => {
        leave();
        stopWatching();
      };
      opened.once('close', becomeKnown);
      this.open(opened, { ...from, becomeKnown });
    });
  }

  /** Lets what runs come to its end, closes all sockets, and takes no more. */
  async close(): Promise<void> {
    this.isClosing = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([...this.connections].map((connection) => this.dismiss(connection)));
  }

  private open(socket: WebSocket, from: Pick<Connection, 'address' | 'login' | 'becomeKnown'>): void {
    const connection: Connection = {
      ...from,
      socket,
      credential: null,
      running: 0,
      isAlive: true,
      isLeaving: false,
      incoming: null,
      whenIdle: null,
    };
    this.connections.add(connection);
    const closed = this.graphql.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) => {
          socket.on('message', (data, isBinary) => void this.receive(connection, { data, isBinary }, handle));
        },
      },
      connection,
    );
    socket.on('pong', () => (connection.isAlive = true));
    // Broken frames and connections: the socket closes by itself, with the code that says why.
    socket.on('error', (err) => this.parts.log.debug({ err }, 'a socket broke'));
    socket.once('close', (code, reason) => {
      this.connections.delete(connection);
      closed(code, String(reason)).catch((err: unknown) =>
        this.parts.log.error({ err }, 'a socket did not close well'),
      );
    });
    if (this.isClosing) socket.close(RESTARTING, 'Service restart');
  }

  private async receive(
    connection: Connection,
    { data, isBinary }: { data: RawData; isBinary: boolean },
    handle: (text: string) => Promise<void>,
  ): Promise<void> {
    const { socket } = connection;
    // What comes while it is told to go is too late.
    if (socket.readyState !== socket.OPEN) return;
    connection.isAlive = true;
    if (isBinary) return socket.close(UNSUPPORTED, 'Send text');
    const text = (data as Buffer).toString('utf8');
    connection.incoming = readMessage(text);
    const { message } = connection.incoming;
    if (message && !FROM_CLIENTS.includes(message.type)) {
      return socket.close(CloseCode.BadRequest, 'Invalid message received');
    }
    try {
      await handle(text);
    } catch (err) {
      this.parts.log.error({ err }, 'a socket failed');
      socket.close(CloseCode.InternalServerError, 'Internal server error');
    }
  }

  private async admit(connection: Connection, authorization: unknown): Promise<boolean> {
    const { gate, log, bearerOf } = this.parts;
    const { login, address, socket } = connection;
    const credential = typeof authorization === 'string' ? bearerOf(authorization) : login;
    try {
      await gate.admit(credential, address);
      connection.credential = credential;
      connection.becomeKnown();
      return true;
    } catch (err) {
      const known = err instanceof DomainError ? err : null;
      if (known?.code === 'RATE_LIMITED' || known?.code === 'UNAVAILABLE') socket.close(TRY_LATER, known.message);
      else if (!known) {
        log.error({ err }, 'nobody could be admitted');
        socket.close(CloseCode.InternalServerError, 'Internal server error');
      }
      return false;
    }
  }

  private ping(): void {
    for (const connection of this.connections) {
      if (!connection.isAlive) connection.socket.terminate();
      else {
        connection.isAlive = false;
        connection.socket.ping();
      }
    }
  }

  /** Closes the sockets of which the credentials are good no more. */
  private async recheck(): Promise<void> {
    if (this.isRechecking) return;
    this.isRechecking = true;
    try {
      const shown = new Map<string, Credential>();
      for (const { credential } of this.connections) if (credential) shown.set(nameOf(credential), credential);
      const ended = new Set((await this.parts.gate.findEnded([...shown.values()])).map(nameOf));
      for (const { credential, socket } of ended.size > 0 ? this.connections : []) {
        if (credential && ended.has(nameOf(credential))) socket.close(CloseCode.Forbidden, 'Forbidden');
      }
    } catch (err) {
      // While the database cannot be asked, nothing can be read from it either; it is asked again in a moment.
      this.parts.log.warn({ err }, 'the credentials of sockets could not be looked at');
    } finally {
      this.isRechecking = false;
    }
  }

  private async dismiss(connection: Connection): Promise<void> {
    const { socket } = connection;
    connection.isLeaving = true;
    const idle = new Promise<void>((resolve) => (connection.whenIdle = resolve));
    if (connection.running > 0) await Promise.race([idle, sleep(DRAIN_MAX_MS, undefined, { ref: false })]);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    if (!this.connections.has(connection)) return;
    socket.close(RESTARTING, 'Service restart');
    await closed;
  }
}

const nameOf = ({ kind, token }: Credential): string => `${kind} ${token}`;

/** Resolves when the other side has been sent it; a socket that is gone needs nothing. */
const send = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, (err) => (err && socket.readyState === socket.OPEN ? reject(err) : resolve()));
  });

/** A message read as bodies are, so that nothing in it is silently another thing. What is no JSON is left to the protocol. */
function readMessage(text: string): NonNullable<Connection['incoming']> {
  try {
    const message = parseExactly('body', text) as { type?: unknown; payload?: { variables?: object } } | null;
    return { message, fault: null };
  } catch (err) {
    return { message: null, fault: err as DomainError };
  }
}
