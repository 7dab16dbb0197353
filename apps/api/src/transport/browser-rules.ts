import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { fastify, type FastifyInstance } from 'fastify';

/*
 * What browsers are told to see to: that answers are data and not pages, and which other places' pages may ask.
 */

/** Two years, as browsers' lists of such hosts ask for (https://hstspreload.org). */
const HTTPS_SECONDS = 63_072_000;

/** How long a browser may remember what a page may ask, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** What an answer says of itself, whatever is in it. */
export type DataHeaders = Readonly<Record<string, string>>;

/** The headers of an answer that is data. They never change, so that they are made once, and not for each answer. */
export async function makeDataHeaders(): Promise<DataHeaders> {
  const sample = fastify();
  await sample.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Over HTTP browsers do not heed it, and it would speak for a host that has no TLS.
    strictTransportSecurity: false,
  });
  sample.get('/', (_request, reply) => reply.send());
  const { headers } = await sample.inject('/');
  await sample.close();
  const own = Object.entries(headers).filter(([name]) => !OF_ANY_ANSWER.includes(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

const OF_ANY_ANSWER = ['content-length', 'content-type', 'connection', 'date', 'keep-alive'];

/** Has every answer carry the headers; the IDE's page has a content policy of its own. */
export async function registerBrowserRules(
  server: FastifyInstance,
  dataHeaders: DataHeaders,
  allowedOrigins: readonly string[],
): Promise<void> {
  server.addHook('onRequest', ({ protocol }, reply, done) => {
    void reply.headers(dataHeaders);
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
