// The load: connections that each send the next request when the last one is answered.
import { Agent, request } from 'node:http';
import { API_KEY } from './servers.ts';

export const CONNECTIONS = 32;

/** What a connection asks next; `connection` and `n` count from 0. */
export type Asking = (connection: number, n: number) => Ask;

export interface Ask {
  readonly path: string;
  readonly body: string;
}

/** What a load got done. */
export interface Done {
  readonly requests: number;
  /** Milliseconds from request to answer, of the one in the middle. */
  readonly medianMs: number;
}

export interface LoadOptions {
  readonly apiKey?: string;
  readonly connections?: number;
}

/** Keep-alive connections to one server. */
export class Load {
  readonly #agent: Agent;
  readonly #url: URL;

  readonly #apiKey: string;

  constructor(url: URL, { apiKey = API_KEY, connections = CONNECTIONS }: LoadOptions = {}) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, noDelay: true });
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** Sends one request and gives the answer's text. @throws Error for any answer that is not plain success. */
  send({ path, body }: Ask): Promise<string> {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${this.#apiKey}`,
    };
    const { hostname, port } = this.#url;
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path, method: 'POST', headers, agent: this.#agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('error', reject).on('end', () => {
          if (answer.statusCode === 200 && !text.startsWith('{"errors"')) resolve(text);
          else reject(new Error(`${answer.statusCode} for ${body}: ${text}`));
        });
      });
      sent.on('error', reject).end(body);
    });
  }

  /** Keeps all connections busy for this long, then waits for the last answers. */
  async runFor(milliseconds: number, ask: Asking, connections: number): Promise<Done> {
    const until = performance.now() + milliseconds;
    return this.#run(ask, connections, () => performance.now() < until);
  }

  /** Sends this many requests on each connection. */
  async runTimes(times: number, ask: Asking, connections: number): Promise<Done> {
    return this.#run(ask, connections, (n) => n < times);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #run(ask: Asking, connections: number, goesOn: (n: number) => boolean): Promise<Done> {
    const tookMs: number[] = [];
    const work = async (connection: number): Promise<void> => {
      for (let n = 0; goesOn(n); n++) {
        const started = performance.now();
        await this.send(ask(connection, n));
        tookMs.push(performance.now() - started);
      }
    };
    await Promise.all(Array.from({ length: connections }, (_, connection) => work(connection)));
    return { requests: tookMs.length, medianMs: median(tookMs) };
  }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
