import {
  ApolloServer,
  type ApolloServerPlugin,
  type GraphQLRequestContextDidEncounterErrors,
  type GraphQLRequestContextWillSendResponse,
  type GraphQLRequestListener,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Log } from '../core/log.js';
import type { RequestContext } from '../core/request-context.js';
import type { Metrics } from './metrics.js';
import { withRequestId, type Operations } from './operations.js';
import { presentError } from './present-error.js';

/** GraphQL over HTTP: reads requests and writes answers; what becomes of an operation is the same at every edge. */
export function createGraphQLServer(operations: Operations, metrics: Metrics, log: Log): ApolloServer<RequestContext> {
  const { schema, executor, documents, limits } = operations;
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
            executor.execute({
              document,
              operation,
              variables: request.variables ?? {},
              context: context as RequestContext,
            }),
        }),
      stop: () => Promise.resolve(),
    },
    documentStore: documents.store,
    parseOptions: { maxTokens: limits.tokensMax },
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
      answersPlugin(operations, metrics),
    ],
  });
}

const DONE = Promise.resolve();

/** Logs faults and counts answers. */
function answersPlugin(operations: Operations, metrics: Metrics): ApolloServerPlugin<RequestContext> {
  // Of one class, so that its functions are not made anew for each request.
  class Answering implements GraphQLRequestListener<RequestContext> {
    private readonly begun = performance.now();

    didEncounterErrors({ errors, contextValue }: GraphQLRequestContextDidEncounterErrors<RequestContext>) {
      operations.logFaults(errors, contextValue.requestId);
      return DONE;
    }

    willSendResponse({ response, operation, contextValue }: GraphQLRequestContextWillSendResponse<RequestContext>) {
      const { body } = response;
      if (body.kind !== 'single') return DONE;
      const { singleResult } = body;
      if (singleResult.errors) {
        singleResult.errors = singleResult.errors.map((err) => withRequestId(err, contextValue.requestId));
      }
      metrics.countAnswer({ edge: 'http', kind: operation?.operation ?? 'none', errors: singleResult.errors });
      metrics.noteDuration('http', performance.now() - this.begun);
      return DONE;
    }
  }
  return { requestDidStart: () => Promise.resolve(new Answering()) };
}
