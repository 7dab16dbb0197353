import 'reflect-metadata';
import './core/enums.graphql.js';
import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { ViewerResolver } from './access/viewer.resolver.js';
import { ContextResolver } from './context/context.resolver.js';
import { MessageConnectionResolver } from './messages/message.graphql.js';
import { MessageResolver, SessionMessagesResolver } from './messages/message.resolver.js';
import { MessageParticipantResolver } from './schema-links.resolver.js';
import { SessionMutationResolver } from './sessions/session-mutation.resolver.js';
import { SessionConnectionResolver } from './sessions/session.graphql.js';
import { SessionResolver, UserSessionsResolver } from './sessions/session.resolver.js';
import { UserConnectionResolver } from './users/user.graphql.js';
import { UserResolver } from './users/user.resolver.js';
import { SessionVariablesResolver, UserVariablesResolver, VariableResolver } from './variables/variable.resolver.js';

type ResolverClass = abstract new (...args: never[]) => object;

const RESOLVERS: readonly ResolverClass[] = [
  ViewerResolver,
  UserResolver,
  UserConnectionResolver,
  UserSessionsResolver,
  UserVariablesResolver,
  SessionResolver,
  SessionMutationResolver,
  SessionConnectionResolver,
  SessionMessagesResolver,
  SessionVariablesResolver,
  ContextResolver,
  MessageResolver,
  MessageConnectionResolver,
  MessageParticipantResolver,
  VariableResolver,
];

/**
 * The schema with all resolvers.
 *
 * @param instances the resolvers, made by the composition root; empty where only the schema's text is wanted.
 */
export function createSchema(instances: ReadonlyMap<unknown, object>): GraphQLSchema {
  return buildSchemaSync({
    resolvers: RESOLVERS as unknown as NonEmptyArray<NewableFunction>,
    // Each scalar and rule checks its own part of the input; a second place to look would only differ from them.
    validate: false,
    container: { get: (cls: unknown) => instances.get(cls) },
  });
}
