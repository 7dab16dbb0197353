import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invariant } from '../core/errors.js';
import type { RequestContext } from '../core/request-context.js';
import { parseExactly } from './body.js';

/**
 * Has the GraphQL server answer a request (GraphQL over HTTP, POST and GET).
 *
 * @throws DomainError `BAD_USER_INPUT` for variables in the address that are no JSON, or that hold an inexact number.
 */
export async function answerGraphQL(
  graphql: ApolloServer<RequestContext>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: RequestContext,
): Promise<FastifyReply> {
  // The server reads the address by itself, and would round.
  const { variables } = request.query as { readonly variables?: unknown };
  if (typeof variables === 'string') parseExactly('variables', variables);
  const { status, headers, body } = await graphql.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      body: request.body,
      search: /\?.*/s.exec(request.url)?.[0] ?? '',
    },
    context: () => Promise.resolve(context),
  });
  invariant(body.kind === 'complete', 'no directive of the schema has an answer come in parts');
  return reply
    .code(status ?? 200)
    .headers(Object.fromEntries(headers))
    .send(body.string);
}

function headersOf({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
