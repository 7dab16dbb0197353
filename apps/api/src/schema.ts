import 'reflect-metadata';
import './core/enums.graphql.js';
import { defaultFieldResolver, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { ApiKeyResolver } from './access/api-key.resolver.js';
import { AuditConnectionResolver } from './access/audit.graphql.js';
import { AuditResolver } from './access/audit.resolver.js';
import { OperatorResolver } from './access/operator.resolver.js';
import { actOf, assertMay } from './access/policy.rules.js';
import { ViewerResolver } from './access/viewer.resolver.js';
import { ContextResolver } from './context/context.resolver.js';
import type { Call } from './core/context.js';
import { MessageConnectionResolver } from './messages/message.graphql.js';
import { MessageResolver, SessionMessagesResolver } from './messages/message.resolver.js';
import { MessageParticipantResolver } from './schema-links.resolver.js';
import { SessionMutationResolver } from './sessions/session-mutation.resolver.js';
import { SessionConnectionResolver } from './sessions/session.graphql.js';
import { SessionResolver, UserSessionsResolver } from './sessions/session.resolver.js';
import { UserConnectionResolver } from './users/user.graphql.js';
import { UserResolver } from './users/user.resolver.js';
import { UserTokenResolver } from './users/user-token.resolver.js';
import { SessionVariablesResolver, UserVariablesResolver, VariableResolver } from './variables/variable.resolver.js';

type ResolverClass = abstract new (...args: never[]) => object;

const RESOLVERS: readonly ResolverClass[] = [
  ViewerResolver,
  ApiKeyResolver,
  OperatorResolver,
  AuditResolver,
  AuditConnectionResolver,
  UserTokenResolver,
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
  const schema = buildSchemaSync({
    resolvers: RESOLVERS as unknown as NonEmptyArray<NewableFunction>,
    // Each scalar and rule checks its own part of the input; a second place to look would only differ from them.
    validate: false,
    container: { get: (cls: unknown) => instances.get(cls) },
  });
  guard(schema);
  return schema;
}

/** Puts the rule of each operation before its resolver. There is no schema where an operation has none. */
function guard(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const [name, field] of roots.flatMap((root) => Object.entries(root?.getFields() ?? {}))) {
    const act = actOf(name);
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, args, ctx: Call, info) => {
      assertMay(ctx.actor, act);
      return resolve(source, args, ctx, info) as unknown;
    };
  }
}
