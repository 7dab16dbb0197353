import { request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestApi, TEST_KEY, type Answer, type TestApi, type TestApiOptions } from './test-api.js';

/** A request as it goes over the wire: no header is added but the ones without which there is no HTTP. */
export interface Wire {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface WireAnswer extends Answer {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** An API behind a real socket. */
export interface ListeningApi extends TestApi {
  readonly port: number;
  wire(what: Wire): Promise<WireAnswer>;
  /** Sends a body with the key, as JSON. */
  post(body: string | Buffer): Promise<WireAnswer>;
}

export const KEY_HEADER = { authorization: `Bearer ${TEST_KEY}` };
export const JSON_HEADER = { 'content-type': 'application/json' };

export async function startListeningApi(options: TestApiOptions = {}): Promise<ListeningApi> {
  const api = await startTestApi(options);
  await api.app.http.listen({ host: '127.0.0.1', port: 0 });
  const { port } = api.app.http.server.address() as AddressInfo;
  const wire = (what: Wire): Promise<WireAnswer> => send(port, what);
  return {
    ...api,
    port,
    wire,
    post: (body) => wire({ method: 'POST', path: '/graphql', headers: { ...KEY_HEADER, ...JSON_HEADER }, body }),
  };
}

/** Sends a request over a connection of its own. What is no JSON has neither data nor errors. */
export function send(
  port: number,
  { method = 'GET', path = '/graphql', headers = {}, body }: Wire,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, ...read(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function read(text: string): Pick<Answer, 'data' | 'errors'> {
  try {
    const { data, errors } = JSON.parse(text) as Answer;
    return { data, errors };
  } catch {
    return { data: undefined, errors: undefined };
  }
}

/** CPU time that this process spent on something, in milliseconds: steadier than the clock where others share the machine. */
export async function cpuMs<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1_000 };
}
