import 'reflect-metadata';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { ApiKeyResolver } from './access/api-key.resolver.js';
import { ApiKeyService, recheckApiKeys, recogniseApiKey } from './access/api-key.service.js';
import { AuditConnectionResolver } from './access/audit.graphql.js';
import { AuditResolver } from './access/audit.resolver.js';
import { audit, AuditService } from './access/audit.service.js';
import { CredentialService } from './access/credential.service.js';
import { Gate } from './access/gate.service.js';
import { LimitService } from './access/limit.service.js';
import { LoginService } from './access/login.service.js';
import { networkOf } from './access/network.js';
import { OperatorResolver } from './access/operator.resolver.js';
import { OperatorService } from './access/operator.service.js';
import { deriveKey, loadSigningKey } from './access/secret.service.js';
import { SignInService } from './access/sign-in.service.js';
import { UserTokenService, type TokenUser } from './access/user-token.service.js';
import { ViewerResolver } from './access/viewer.resolver.js';
import { ContextResolver } from './context/context.resolver.js';
import { ParticipantService } from './context/participant.service.js';
import { SetService } from './context/set.service.js';
import { TaskService } from './context/task.service.js';
import { Changes } from './core/change.js';
import type { Clock } from './core/clock.js';
import type { Config } from './core/config.js';
import { poolUsage } from './core/database.js';
import type { Ids } from './core/ids.js';
import { settleBounds } from './core/limits.js';
import type { Log } from './core/log.js';
import { Sweeper } from './jobs/sweeper.js';
import { MessageAppendService } from './messages/message-append.service.js';
import { MessageConnectionResolver } from './messages/message.graphql.js';
import { MessageResolver, SessionMessagesResolver } from './messages/message.resolver.js';
import { MessageService } from './messages/message.service.js';
import { MessageParticipantResolver } from './schema-links.resolver.js';
import { createSchema } from './schema.js';
import { SessionLifeService } from './sessions/session-life.service.js';
import { SessionListService } from './sessions/session-list.service.js';
import { SessionMutationResolver } from './sessions/session-mutation.resolver.js';
import { SessionOpeningService } from './sessions/session-opening.service.js';
import { SessionRetentionService } from './sessions/session-retention.service.js';
import { SessionConnectionResolver } from './sessions/session.graphql.js';
import { SessionResolver, UserSessionsResolver } from './sessions/session.resolver.js';
import { createGraphQLServer } from './transport/graphql-server.js';
import { createHttpServer } from './transport/http.js';
import { createMetrics } from './transport/metrics.js';
import { createOperations } from './transport/operations.js';
import { IdentityService } from './users/identity.service.js';
import { UserConnectionResolver } from './users/user.graphql.js';
import { UserResolver } from './users/user.resolver.js';
import { findTokenUser, UserService } from './users/user.service.js';
import { UserTokenResolver } from './users/user-token.resolver.js';
import { UserTokenIssuer } from './users/user-token.service.js';
import { SessionVariablesResolver, UserVariablesResolver, VariableResolver } from './variables/variable.resolver.js';
import { VariableReadService } from './variables/variable-read.service.js';
import { VariableService } from './variables/variable.service.js';

/** What differs between a deployment and a test. */
export interface AppParts {
  readonly config: Config;
  /** Connected and migrated; the app closes it when it stops. */
  readonly dataSource: DataSource;
  /** One that is made where it is not known yet, with all rights; null for none. */
  readonly apiKey: string | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface App {
  readonly http: FastifyInstance;
  readonly sweeper: Sweeper;
  /** Proves whoever makes the first operator; null where there is one already. */
  readonly setUpToken: () => Promise<string | null>;
  /** Listens, and starts the sweeps; gives the address. */
  start(): Promise<string>;
  /** Stops accepting, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

/** The composition root: the only place that constructs services. */
export async function createApp({ config, dataSource, apiKey, clock, ids, log }: AppParts): Promise<App> {
  const { idempotencyHours, admin } = config;
  settleBounds(config.limits);
  const changes = new Changes(dataSource, clock, ids, { idempotencyHours, audit });
  const access = createAccess(changes, config, dataSource, await loadSigningKey(dataSource.manager));
  if (apiKey !== null) await access.apiKeys.ensureFirst(apiKey);
  if (admin) await access.signIns.ensureFirst({ ...admin, name: admin.email.split('@')[0] ?? admin.email });
  const services = { ...access, ...createServices(changes, config) };
  const resolvers = createResolvers(services, changes);
  const schema = createSchema(new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver])));
  const metrics = createMetrics(() => poolUsage(dataSource));
  const operations = createOperations(schema, config.limits.document, log);
  const graphql = createGraphQLServer(operations, metrics, log);
  await graphql.start();
  const ping = async (): Promise<void> => void (await dataSource.query('SELECT 1'));
  const gate = new Gate(access.credentials, access.limits);
  const http = await createHttpServer({ graphql, operations, metrics, gate, ids, log, networkOf, ping, config });
  const steps = { sessions: services.retention, variables: services.variables, changes, access: forgetting(access) };
  const sweeper = new Sweeper(steps, log, config.sweepSeconds);
  return {
    http,
    sweeper,
    setUpToken: async () => ((await access.signIns.needsSetUp()) ? access.signIns.setUpToken() : null),
    async start() {
      const address = await http.listen({ host: config.host, port: config.port });
      sweeper.start();
      return address;
    },
    async stop() {
      await http.close();
      await sweeper.stop();
      await graphql.stop();
      await dataSource.destroy();
    },
  };
}

type Access = ReturnType<typeof createAccess>;
type Services = Access & ReturnType<typeof createServices>;

function createAccess(changes: Changes, config: Config, dataSource: DataSource, signingKey: Buffer) {
  const { clock, em } = changes;
  const findUser = (subject: string): Promise<TokenUser | null> => findTokenUser(em, subject);
  const tokens = new UserTokenService(clock, config.token, deriveKey(signingKey, 'user tokens'), findUser);
  const logins = new LoginService(changes, config);
  const credentials = new CredentialService(
    clock,
    {
      apiKey: (secret) => recogniseApiKey(changes, secret),
      userToken: (token) => tokens.recognise(token),
      login: (token) => logins.recognise(token),
    },
    {
      apiKey: (secrets) => recheckApiKeys(changes, secrets),
      userToken: (given) => tokens.recheck(given),
      login: (given) => logins.recheck(given),
    },
  );
  const limits = new LimitService(dataSource, config.rates);
  return {
    tokens,
    logins,
    credentials,
    limits,
    apiKeys: new ApiKeyService(changes, credentials),
    operators: new OperatorService(changes, credentials),
    signIns: new SignInService(changes, credentials, limits, deriveKey(signingKey, 'set-up')),
    audit: new AuditService(em),
    tokenIssuer: new UserTokenIssuer(changes, tokens),
  };
}

/** What the sweep has to do for access: logins and failures that are past their time. */
const forgetting = ({ logins, limits }: Access): { forgetExpired: (now: Date) => Promise<void> } => ({
  async forgetExpired(now) {
    await logins.forgetExpired(now);
    await limits.forgetExpired(now);
  },
});

function createServices(changes: Changes, config: Config) {
  const users = new UserService(changes);
  return {
    users,
    identities: new IdentityService(changes, users),
    life: new SessionLifeService(changes, config),
    opening: new SessionOpeningService(changes, config),
    lists: new SessionListService(changes.em),
    retention: new SessionRetentionService(changes, config),
    messages: new MessageService(changes),
    appends: new MessageAppendService(changes),
    variables: new VariableService(changes),
    variableReads: new VariableReadService(changes),
    sets: new SetService(changes),
    tasks: new TaskService(changes),
    participants: new ParticipantService(changes),
  };
}

const createResolvers = (services: Services, { clock }: Changes): readonly object[] => [
  new ViewerResolver(),
  new ApiKeyResolver(services.apiKeys),
  new OperatorResolver(services.operators, services.signIns),
  new AuditResolver(services.audit),
  new AuditConnectionResolver(),
  new UserTokenResolver(services.tokenIssuer),
  new UserResolver(services.users, services.identities),
  new UserConnectionResolver(),
  new UserSessionsResolver(services.lists),
  new UserVariablesResolver(services.variableReads),
  new SessionResolver(services.life, services.lists, services.users, clock),
  new SessionMutationResolver(services.opening, services.life, services.retention),
  new SessionConnectionResolver(),
  new SessionMessagesResolver(services.messages),
  new SessionVariablesResolver(services.variableReads),
  new ContextResolver(services.sets, services.tasks, services.participants),
  new MessageResolver(services.messages, services.appends),
  new MessageConnectionResolver(),
  new MessageParticipantResolver(services.participants),
  new VariableResolver(services.variables, services.variableReads),
];
