import type { ApolloServer } from '@apollo/server';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Gate } from '../access/gate.service.js';
import type { Config } from '../core/config.js';
import { DomainError } from '../core/errors.js';
import type { Ids } from '../core/ids.js';
import type { Log } from '../core/log.js';
import { RequestContext, type Visit } from '../core/request-context.js';
import { actorOf, admitBy, admitRequests, bearerOf, loginOf, refusalOf, type Admit } from './admission.js';
import { parseBody } from './body.js';
import { DATA_HEADERS, registerBrowserRules } from './browser-rules.js';
import { gathererOf } from './gatherers.js';
import { answerGraphQL } from './graphql-request.js';
import { presentHttpError, sendError } from './http-errors.js';
import { IDE_FILES, IDE_HEADERS, idePage, registerIdeFiles } from './ide.js';
import { loginCookie, loginTokenOf } from './login-cookie.js';
import type { Metrics } from './metrics.js';
import { asksOnlyOpen } from './open-operation.js';
import type { Operations } from './operations.js';
import { assertOwnPage } from './origin.js';
import { Sockets } from './sockets.js';
import { isUpgrade, routeUpgrades, takeUpgrade, wantsWebSocket } from './upgrade.js';
import { registerHealth, registerMetrics } from './watch-routes.js';

/** What the HTTP server is made of. */
export interface HttpParts {
  readonly graphql: ApolloServer<RequestContext>;
  readonly operations: Operations;
  readonly metrics: Metrics;
  readonly gate: Gate;
  readonly ids: Ids;
  readonly log: Log;
  /** What of the network an address belongs to. */
  readonly networkOf: (address: string) => string;
  /** Resolves when the database answers. */
  readonly ping: () => Promise<void>;
  readonly config: Config;
}

/** How long a request may take to come in, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;

/** The HTTP server: GraphQL with its sockets, its IDE, the health checks and the metrics. Does not listen yet. */
export async function createHttpServer(parts: HttpParts): Promise<FastifyInstance> {
  const { gate, metrics, config } = parts;
  const ownOrigins = [...config.allowedOrigins, new URL(config.consoleUrl).origin];
  const admit = admitBy(gate, ownOrigins);
  const server = createServer(parts, admit);
  server.setErrorHandler((err: FastifyError, request, reply) => {
    // To nobody all that fails is the same: that they are nobody.
    const answered = presentHttpError(refusalOf(request) ?? err, request, reply);
    metrics.countRefusal('http', answered);
  });
  server.setNotFoundHandler(({ method, url }, reply) =>
    sendError(reply, 404, new DomainError('NOT_FOUND', `There is nothing at ${method} ${url.split('?')[0]}.`)),
  );
  await registerBrowserRules(server, config.allowedOrigins);
  // Behind them: what a browser asks beforehand, it asks without credentials.
  admitRequests(server, admit, (request) => isOpen(request, config));
  closeBehindAnswers(server);
  takeJson(server);
  registerHealth(server, parts.ping, config.instance);
  registerMetrics(server, metrics, areMetricsOpen(config));
  if (config.ide) registerIdeFiles(server);
  registerGraphQL(server, parts, ownOrigins);
  return server;
}

function createServer({ ids, log, config }: HttpParts, admit: Admit): FastifyInstance {
  return fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.limits.requestBytesMax,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => ids.next(),
    // What is logged of a request names it by itself; a logger for each would be made for nothing.
    childLoggerFactory: (logger) => logger,
    // An address that cannot be read comes here before any hook: strangers learn of it as little as of any other.
    frameworkErrors: (_err, request, reply) => {
      void reply.headers(DATA_HEADERS);
      (async () => admit(request))().then(
        () => sendError(reply, 400, UNREADABLE),
        (err: FastifyError) => presentHttpError(err, request, reply),
      );
    },
    trustProxy: [...config.trustedProxies],
    http: { shouldUpgradeCallback: wantsWebSocket },
  });
}

/** Takes an upgrade where one is asked for. */
type TakeSocket = (request: FastifyRequest, reply: FastifyReply) => boolean;

function openSockets(server: FastifyInstance, parts: HttpParts, ownOrigins: readonly string[]): TakeSocket {
  const sockets = new Sockets({ ...parts, bearerOf });
  routeUpgrades(server);
  parts.metrics.watchSockets(() => sockets.count);
  server.addHook('preClose', () => sockets.close());
  return (request, reply) => {
    if (!isUpgrade(request)) return false;
    // Browsers let any page open a socket to anywhere, and send the cookie along.
    assertOwnPage(request, ownOrigins);
    sockets.assertRoom(request.ip);
    const upgrade = takeUpgrade(request, reply);
    if (upgrade) sockets.accept(upgrade, { address: request.ip, login: loginOf(request) });
    return true;
  };
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

const UNREADABLE = new DomainError('BAD_USER_INPUT', 'The address of the request cannot be read.', { field: 'url' });

/** What answers to anybody: the health checks, and the IDE for a browser that opens the address rather than asks something. */
const OPEN_ROUTES: readonly (string | undefined)[] = ['/healthz', '/readyz', IDE_FILES];

function isOpen(request: FastifyRequest, config: Config): boolean {
  const { url } = request.routeOptions;
  if (url === '/metrics') return areMetricsOpen(config);
  if (url !== '/graphql') return OPEN_ROUTES.includes(url);
  // Who is on a socket is said by its first message.
  return isUpgrade(request) || (config.ide && wantsPage(request));
}

/** Names of this machine for itself: nobody else comes in there. */
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Whoever develops on this machine needs no credential for them. */
const areMetricsOpen = ({ isProduction, host }: Config): boolean => !isProduction && LOOPBACK.includes(host);

const wantsPage = ({ method, headers, query }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html') && !('query' in (query as object));

function registerGraphQL(server: FastifyInstance, parts: HttpParts, ownOrigins: readonly string[]): void {
  const { graphql, config } = parts;
  const takeSocket = openSockets(server, parts, ownOrigins);
  const page = idePage();
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) => {
      if (takeSocket(request, reply)) return reply;
      const actor = actorOf(request);
      if (!actor) return reply.headers(IDE_HEADERS).send(page);
      const refusal = refusalOf(request);
      if (refusal) {
        if (!asksOnlyOpen(request.body)) throw refusal;
        // Who signs in gets a cookie: no other place's page gives it to a browser.
        assertOwnPage(request, ownOrigins);
      }
      const visit = visitOf(request, reply, config);
      const gatherer = gathererOf(actor);
      const context = new RequestContext({ actor, requestId: request.id, environment: 'server', visit, gatherer });
      return answerGraphQL(graphql, request, reply.header('x-request-id', request.id), context);
    },
  });
}

/** What signing in and out have to do with the browser. */
const visitOf = (request: FastifyRequest, reply: FastifyReply, { loginMaxSeconds }: Config): Visit => ({
  address: request.ip,
  get loginToken() {
    return loginTokenOf(request);
  },
  setLogin: (token) => void reply.header('set-cookie', loginCookie(request, token, loginMaxSeconds)),
});
