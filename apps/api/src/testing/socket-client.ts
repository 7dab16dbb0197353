import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import { TEST_KEY } from './test-api.js';

export const PROTOCOL = 'graphql-transport-ws';

export interface SocketMessage {
  readonly type: string;
  readonly id?: string;
  // The tests say what they expect of it.
  readonly payload?: any;
}

/** How a socket was closed. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** What an operation was answered with. */
export interface SocketAnswer {
  readonly data: Record<string, any> | null | undefined;
  readonly errors: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[] | undefined;
}

export interface SocketHow extends ClientOptions {
  readonly protocol?: string;
}

/** A client of the socket protocol that says what it is told to, sense or not, and forgets nothing of what it hears. */
export class SocketClient {
  readonly closed: Promise<Closed>;
  private readonly heard: SocketMessage[] = [];
  private readonly awaited: ((message: SocketMessage) => void)[] = [];
  private asked = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.hear(JSON.parse(data.toString()) as SocketMessage));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
  }

  say(message: object | string | Buffer): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** The next message that nobody took yet. */
  next(): Promise<SocketMessage> {
    const message = this.heard.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.awaited.push(resolve));
  }

  /** Says who it is; gives how it was taken. */
  async init(payload?: object): Promise<SocketMessage | Closed> {
    this.say({ type: 'connection_init', ...(payload ? { payload } : {}) });
    return Promise.race([this.next(), this.closed]);
  }

  /** Asks, and waits for the whole answer; one at a time. */
  async ask(query: string, variables?: object, operationName?: string): Promise<SocketAnswer> {
    const id = String(++this.asked);
    this.say({ id, type: 'subscribe', payload: { query, variables, operationName } });
    const { type, payload } = await this.next();
    if (type === 'error') return { data: undefined, errors: payload };
    const end = await this.next();
    if (type !== 'next' || end.type !== 'complete') throw new Error(`Unexpected: ${type}, ${end.type}`);
    return { data: payload.data, errors: payload.errors };
  }

  private hear(message: SocketMessage): void {
    const waiting = this.awaited.shift();
    if (waiting) waiting(message);
    else this.heard.push(message);
  }
}

/** Opens a socket and says nothing; where it is refused, gives the status of the refusal. */
export async function openSocket(port: number, how: SocketHow = {}): Promise<SocketClient> {
  const { protocol = PROTOCOL, ...options } = how;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, protocol === '' ? [] : protocol, options);
  const client = new SocketClient(socket);
  await once(socket, 'open');
  return client;
}

/** The status of the answer to an upgrade that is refused. */
export async function refusedUpgrade(port: number, how: SocketHow = {}, path = '/graphql'): Promise<number> {
  const { protocol = PROTOCOL, ...options } = how;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol, options);
  socket.on('error', () => undefined);
  const status = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
  });
  const answer = await status;
  socket.terminate();
  return answer;
}

/** A socket of whoever shows this credential; the test key's without. */
export async function admittedSocket(port: number, token: string = TEST_KEY): Promise<SocketClient> {
  const client = await openSocket(port);
  const taken = await client.init({ authorization: `Bearer ${token}` });
  if (!('type' in taken) || taken.type !== 'connection_ack') throw new Error(`Not admitted: ${JSON.stringify(taken)}`);
  return client;
}
