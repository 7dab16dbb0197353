import type { ApolloServer } from '@apollo/server';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { Gatherer } from '../core/gather.js';
import type { Ids } from '../core/ids.js';
import type { Log } from '../core/log.js';
import { RequestContext } from '../core/request-context.js';
import { parseBody } from './body.js';
import { answerGraphQL } from './graphql-request.js';
import { presentHttpError, sendError } from './http-errors.js';
import { IDE_FILES, IDE_HEADERS, idePage, registerIdeFiles } from './ide.js';

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

/** One for each caller: nobody's reads are gathered with another's, who may see other things. */
const gatherers = new WeakMap<Actor, Gatherer>();

function gathererOf(actor: Actor): Gatherer {
  const gatherer = gatherers.get(actor) ?? new Gatherer();
  gatherers.set(actor, gatherer);
  return gatherer;
}

/** The HTTP server: GraphQL, its IDE and the health checks. Does not listen yet. */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const { ids, keys, log } = parts;
  const server: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.requestBytesMax,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => ids.next(),
    // What is logged of a request names it by itself; a logger for each would be made for nothing.
    childLoggerFactory: (logger) => logger,
    // An address that cannot be read comes here before any hook.
    frameworkErrors: (err, request, reply) => {
      const known = keys.authenticate(request.headers.authorization) !== null;
      void (known ? presentHttpError(err, request, reply) : refuse(reply));
    },
  });
  // Before anything is read or parsed: who has no key learns nothing, not even what there is.
  server.addHook('onRequest', (request, reply, done) => {
    const actor = keys.authenticate(request.headers.authorization);
    if (actor) actors.set(request, actor);
    if (actor || isOpen(request)) done();
    else void refuse(reply);
  });
  server.setErrorHandler(presentHttpError);
  server.setNotFoundHandler(({ method, url }, reply) =>
    sendError(reply, 404, new DomainError('NOT_FOUND', `There is nothing at ${method} ${url.split('?')[0]}.`)),
  );
  closeBehindAnswers(server);
  takeJson(server);
  registerHealth(server, parts);
  registerIdeFiles(server);
  registerGraphQL(server, parts);
  return server;
}

/** How long a server that closes waits for what runs, in milliseconds; more than any statement takes. */
const CLOSING_MAX_MS = 20_000;

/** A connection that is kept alive behind its answer, or one on which a request never ends, would keep the server from closing. */
function closeBehindAnswers(server: FastifyInstance): void {
  let isClosing = false;
  server.addHook('preClose', (done) => {
    isClosing = true;
    setTimeout(() => server.server.closeAllConnections(), CLOSING_MAX_MS).unref();
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
}

function takeJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    try {
      done(null, parseBody(body));
    } catch (err) {
      done(err as Error);
    }
  });
}

const NO_KEY = new DomainError('UNAUTHENTICATED', 'Send an API key: Authorization: Bearer …');

const refuse = (reply: FastifyReply): FastifyReply =>
  sendError(reply.header('www-authenticate', 'Bearer'), 401, NO_KEY);

/** What answers to anybody: the health checks, and the IDE for a browser that opens the address rather than asks something. */
const OPEN_ROUTES: readonly (string | undefined)[] = ['/healthz', '/readyz', IDE_FILES];
const isOpen = ({ method, headers, query, routeOptions: { url } }: FastifyRequest): boolean =>
  OPEN_ROUTES.includes(url) ||
  (url === '/graphql' &&
    method === 'GET' &&
    (headers.accept ?? '').includes('text/html') &&
    !('query' in (query as object)));

function registerGraphQL(server: FastifyInstance, { graphql }: HttpParts): void {
  const page = idePage();
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => {
      const actor = actors.get(request);
      if (!actor) return reply.headers(IDE_HEADERS).send(page);
      const context = new RequestContext(actor, request.id, 'server', gathererOf(actor));
      return answerGraphQL(graphql, request, reply.header('x-request-id', request.id), context);
    },
  });
}

function registerHealth(server: FastifyInstance, { ping, instance }: HttpParts): void {
  server.get('/healthz', (_request, reply) => reply.header('x-foyer-instance', instance).send({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await Promise.race([ping(), tooLate()]);
      return await reply.send({ status: 'ok' });
    } catch {
      // The reason is the database's and goes to no stranger; the log has it from whoever needed the database.
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}

/** How long the database may take to count as ready, in milliseconds; a call waits longer for it. */
const READY_MAX_MS = 2_000;

const tooLate = async (): Promise<never> => {
  await sleep(READY_MAX_MS, undefined, { ref: false });
  throw new Error('The database did not answer in time.');
};
