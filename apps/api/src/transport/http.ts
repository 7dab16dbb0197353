import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { LIMITS } from '@foyer/types/limits';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { ApiKeys } from '../access/api-key.service.js';
import type { Actor } from '../core/context.js';
import { DomainError } from '../core/errors.js';
import type { Ids } from '../core/ids.js';
import type { Log } from '../core/log.js';
import { RequestContext } from '../core/request-context.js';
import { parseBody } from './body.js';
import { presentHttpError, sendError } from './http-errors.js';
import { idePage, registerIdeFiles } from './ide.js';

/** What the HTTP server is made of. */
export interface HttpParts {
  readonly graphql: ApolloServer<RequestContext>;
  readonly keys: ApiKeys;
  readonly ids: Ids;
  readonly log: Log;
  /** Resolves when the database answers. */
  readonly ping: () => Promise<void>;
  /** Echoed by the health check. */
  readonly instance: string;
}

/** How long a request may take to come in, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;

const actors = new WeakMap<FastifyRequest, Actor>();

/** The HTTP server: GraphQL, its IDE and the health checks. Does not listen yet. */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const { ids, log } = parts;
  const server: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.requestBytesMax,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => ids.next(),
  });
  server.setErrorHandler(presentHttpError);
  server.setNotFoundHandler(({ method, url }, reply) =>
    sendError(reply, 404, new DomainError('NOT_FOUND', `There is nothing at ${method} ${url.split('?')[0]}.`)),
  );
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      done(null, parseBody(body));
    } catch (err) {
      done(err as Error);
    }
  });
  registerHealth(server, parts);
  registerIdeFiles(server);
  registerGraphQL(server, parts);
  return server;
}

function registerGraphQL(server: FastifyInstance, { graphql, keys }: HttpParts): void {
  const page = idePage();
  const answer = fastifyApolloHandler(graphql, {
    context: (request, reply) => Promise.resolve(contextOf(request, reply)),
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Before the body is read: who has no key gets nothing parsed.
    onRequest: (request, reply, done) => {
      const actor = keys.authenticate(request.headers.authorization);
      if (actor) actors.set(request, actor);
      if (actor || wantsPage(request)) done();
      else void sendError(reply.header('www-authenticate', 'Bearer'), 401, NO_KEY);
    },
    handler: (request, reply) =>
      actors.has(request) ? answer.call(server, request, reply) : reply.type('text/html').send(page),
  });
}

const NO_KEY = new DomainError('UNAUTHENTICATED', 'Send an API key: Authorization: Bearer …');

/** A browser that opens the address, rather than a client that asks something. */
const wantsPage = ({ method, headers, query }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html') && !('query' in (query as object));

function contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext {
  const actor = actors.get(request);
  if (!actor) throw new Error('A request got past the gate without an actor.');
  void reply.header('x-request-id', request.id);
  return new RequestContext(actor, request.id, 'server');
}

function registerHealth(server: FastifyInstance, { ping, instance }: HttpParts): void {
  server.get('/healthz', (_request, reply) => reply.header('x-foyer-instance', instance).send({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await ping();
      return await reply.send({ status: 'ok' });
    } catch {
      // The reason is the database's and goes to no stranger; the log has it from whoever needed the database.
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}
