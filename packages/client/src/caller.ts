import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { isKeyed, prepareDocument, type PreparedDocument, type Variables } from './document.js';
import { FoyerError } from './errors.js';
import { retryDelayMs, shouldRetry, type Repeatability } from './retry.js';
import { post, type Transport } from './transport.js';

export interface ClientOptions {
  /** Where Foyer is: `https://foyer.example`. Where the address has no path, `/graphql` is meant. */
  readonly url: string;
  /**
   * An API key (`foyer_sk_…`), or a user token; or what gives the one of now, asked before each attempt, where tokens run out. Keep API
   * keys on your server: a user's own browser or app gets a token (`createUserToken`).
   */
  readonly apiKey: string | (() => string | Promise<string>);
  /** Instead of the platform's `fetch`: to go through a proxy, or to be watched by a test. */
  readonly fetch?: typeof globalThis.fetch;
  /** How long one attempt may take; 30,000 unless given. */
  readonly timeoutMs?: number;
  /** How often a request that may be repeated is repeated; 5 unless given, which bridges about four seconds. */
  readonly retries?: number;
}

export interface CallOptions {
  /** Gives up waiting, also between two attempts. A mutation that was under way may still be carried out. */
  readonly signal?: AbortSignal;
  /** Of one attempt, instead of the client's. */
  readonly timeoutMs?: number;
  /**
   * Says that sending this mutation twice does no harm although it carries no idempotency key: message ids or expected
   * versions guard it, say. It is then repeated like a query.
   */
  readonly repeatable?: boolean;
}

/** Sends documents, and sends them again where that is safe and may help. */
export class Caller {
  readonly #transport: Omit<Transport, 'authorization'>;
  readonly #apiKey: ClientOptions['apiKey'];
  readonly #retries: number;

  constructor({ url, apiKey, fetch, timeoutMs, retries }: ClientOptions) {
    const endpoint = new URL(url);
    if (endpoint.pathname === '/') endpoint.pathname = '/graphql';
    this.#transport = {
      endpoint: endpoint.href,
      // Looked up at each call, so that what replaces the platform's later (a tracer, say) is used too.
      fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
      timeoutMs: timeoutMs ?? 30_000,
    };
    this.#apiKey = apiKey;
    this.#retries = retries ?? 5;
  }

  /**
   * Runs the document, which must be of the given kind, and returns its data.
   *
   * @throws TypeError where the document is of another kind.
   * @throws FoyerError where the last attempt failed.
   */
  async call<Result>(
    kind: 'query' | 'mutation',
    document: TypedDocumentNode<Result, never> | string,
    variables: Variables,
    options: CallOptions = {},
  ): Promise<Result> {
    const prepared = prepareDocument(document);
    if (prepared.operation !== kind)
      throw new TypeError(`Expected a ${kind}; the document is a ${prepared.operation}.`);
    const repeatability = repeatabilityOf(prepared, variables, options);
    const body = JSON.stringify({ query: prepared.text, variables });
    const transport = { ...this.#transport, timeoutMs: options.timeoutMs ?? this.#transport.timeoutMs };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const authorization = `Bearer ${await this.#key()}`;
        // The server answers in the shape that the document asks for; that is what its type says.
        return (await post({ ...transport, authorization }, body, options.signal)) as Result;
      } catch (error) {
        if (!(error instanceof FoyerError) || attempt > this.#retries || !shouldRetry(error, repeatability))
          throw error;
        await wait(retryDelayMs(error, attempt, chance()), options.signal);
      }
    }
  }

  async #key(): Promise<string> {
    return typeof this.#apiKey === 'string' ? this.#apiKey : this.#apiKey();
  }
}

/** 128 random bits, good for one mutation. `randomUUID` would be missing on pages that are not served over TLS. */
export function makeIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function repeatabilityOf(document: PreparedDocument, variables: Variables, options: CallOptions): Repeatability {
  return {
    repeatable: document.operation === 'query' || options.repeatable === true || isKeyed(document, variables),
    single: document.rootFields?.length === 1,
  };
}

function chance(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawn / 2 ** 32;
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
