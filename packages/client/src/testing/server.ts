import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's server does with one request. The last reaction of a script goes on for all that follow. */
export type Reaction = (response: ServerResponse) => void;

export interface ReceivedRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly query: string; readonly variables: Record<string, unknown> };
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
}

/** Answers with a GraphQL result. */
export function result(value: unknown, status = 200, headers: Record<string, string> = {}): Reaction {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };
}

/** Answers with one error. */
export function refusal(code: string, extensions: Record<string, unknown> = {}, status = 200): Reaction {
  return result(
    { data: null, errors: [{ message: `Refused: ${code}.`, extensions: { code, ...extensions } }] },
    status,
  );
}

/** Answers with something that is no GraphQL result. */
export function page(status: number, headers: Record<string, string> = {}): Reaction {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>Hello</h1>');
  };
}

/** Cuts the connection after the request was read, so that the client cannot know what became of it. */
export const cut: Reaction = (response) => response.socket?.resetAndDestroy();

/** Never answers. */
export const silence: Reaction = () => undefined;

/** A server on a free port that reacts to the requests in turn. */
export async function startServer(...script: readonly [Reaction, ...Reaction[]]): Promise<ScriptedServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedRequest['body'];
      received.push({ url: request.url ?? '', headers: request.headers, body });
      const react = script[Math.min(received.length, script.length) - 1] ?? script[0];
      react(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
