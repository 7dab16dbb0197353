import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { DomainError } from '../core/errors.js';
import type { Log } from '../core/log.js';
import type { RequestContext } from '../core/request-context.js';
import { DOCUMENT_LIMITS } from './document-limits.js';
import { createDocumentStore } from './document-store.js';
import { createExecutor } from './executor.js';
import { causeOf, isExpected, presentError } from './present-error.js';

/** The GraphQL server over a schema: parses, checks, executes, and presents errors. */
export function createGraphQLServer(schema: GraphQLSchema, log: Log): ApolloServer<RequestContext> {
  const execute = createExecutor(schema);
  return new ApolloServer<RequestContext>({
    // The gateway interface is the way to bring one's own executor.
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: () =>
        Promise.resolve({
          executor: ({ document, operation, request, context }) =>
            execute({ document, operation, variables: request.variables ?? {}, context: context as RequestContext }),
        }),
      stop: () => Promise.resolve(),
    },
    documentStore: createDocumentStore(),
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokensMax },
    // The executor validates, behind the limits that keep validation itself from taking seconds.
    dangerouslyDisableValidation: true,
    introspection: true,
    // A header that no foreign page can send without being asked first: the key, or one that says that it means it.
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger: log,
    includeStacktraceInErrorResponses: false,
    formatError: presentError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It would put itself before every field, which takes twice the time of a read.
      ApolloServerPluginCacheControlDisabled(),
      faultsPlugin(log),
    ],
  });
}

/** Logs what is our fault, once, and tells the caller under which request's id. */
function faultsPlugin(log: Log): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors({ errors, contextValue: { requestId } }) {
          for (const err of errors) {
            const cause = causeOf(err);
            if (!isExpected(err)) log.error({ err: cause, requestId, path: err.path }, 'a field failed');
            else if (cause instanceof DomainError && cause.cause) log.warn({ err: cause, requestId }, 'refused');
          }
          return Promise.resolve();
        },
        willSendResponse({ response: { body }, contextValue: { requestId } }) {
          if (body.kind === 'single' && body.singleResult.errors) {
            body.singleResult.errors = body.singleResult.errors.map((err) => withRequestId(err, requestId));
          }
          return Promise.resolve();
        },
      }),
  };
}

const withRequestId = (err: GraphQLFormattedError, requestId: string): GraphQLFormattedError =>
  err.extensions?.['code'] === 'INTERNAL' ? { ...err, extensions: { ...err.extensions, requestId } } : err;
