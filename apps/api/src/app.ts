import 'reflect-metadata';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { ApiKeys } from './access/api-key.service.js';
import { ViewerResolver } from './access/viewer.resolver.js';
import { ContextResolver } from './context/context.resolver.js';
import { ParticipantService } from './context/participant.service.js';
import { SetService } from './context/set.service.js';
import { TaskService } from './context/task.service.js';
import { Changes } from './core/change.js';
import type { Clock } from './core/clock.js';
import type { Config } from './core/config.js';
import type { Ids } from './core/ids.js';
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
import { IdentityService } from './users/identity.service.js';
import { UserConnectionResolver } from './users/user.graphql.js';
import { UserResolver } from './users/user.resolver.js';
import { UserService } from './users/user.service.js';
import { SessionVariablesResolver, UserVariablesResolver, VariableResolver } from './variables/variable.resolver.js';
import { VariableReadService } from './variables/variable-read.service.js';
import { VariableService } from './variables/variable.service.js';

/** What differs between a deployment and a test. */
export interface AppParts {
  readonly config: Config;
  /** Connected and migrated; the app closes it when it stops. */
  readonly dataSource: DataSource;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface App {
  readonly http: FastifyInstance;
  readonly sweeper: Sweeper;
  /** Listens, and starts the sweeps; gives the address. */
  start(): Promise<string>;
  /** Stops accepting, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

/** The composition root: the only place that constructs services. */
export async function createApp({ config, dataSource, apiKey, clock, ids, log }: AppParts): Promise<App> {
  const changes = new Changes(dataSource, clock, ids, config.idempotencyHours);
  const services = createServices(changes, config);
  const resolvers = createResolvers(services, changes);
  const schema = createSchema(new Map<unknown, object>(resolvers.map((resolver) => [resolver.constructor, resolver])));
  const graphql = createGraphQLServer(schema, log);
  await graphql.start();
  const ping = async (): Promise<void> => void (await dataSource.query('SELECT 1'));
  const http = createHttpServer({ graphql, keys: new ApiKeys(apiKey), ids, log, ping, instance: config.instance });
  const steps = { sessions: services.retention, variables: services.variables, changes };
  const sweeper = new Sweeper(steps, log, config.sweepSeconds);
  return {
    http,
    sweeper,
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

type Services = ReturnType<typeof createServices>;

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
