import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/*
 * What browsers are told to see to: that answers are data and not pages, and which other places' pages may ask.
 */

/** Two years, as browsers' lists of such hosts ask for (https://hstspreload.org). */
const HTTPS_SECONDS = 63_072_000;

/** How long a browser may remember what a page may ask, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** What an answer that is data says of itself, whatever is in it. */
export const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // It is for whoever asked; the secret of a new key is told once.
  'cache-control': 'no-store',
} as const;

/** Has every answer carry the headers; the IDE's page has a content policy of its own, and its files may be kept. */
export async function registerBrowserRules(server: FastifyInstance, allowedOrigins: readonly string[]): Promise<void> {
  server.addHook('onRequest', ({ protocol }, reply, done) => {
    void reply.headers(DATA_HEADERS);
    if (protocol === 'https') void reply.header('strict-transport-security', `max-age=${HTTPS_SECONDS}`);
    done();
  });
  if (allowedOrigins.length === 0) return;
  await server.register(cors, {
    origin: (origin, answer) => answer(null, origin !== undefined && allowedOrigins.includes(origin) ? origin : false),
    credentials: true,
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'apollo-require-preflight', 'x-apollo-operation-name'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
}
