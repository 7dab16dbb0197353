import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

/** Where the IDE's own files are served from; nothing is loaded from elsewhere. */
const STATIC_PATH = '/graphql/ide/';
export const IDE_FILES = `${STATIC_PATH}*`;

/** GraphiQL (as packed by ruru) for browsers that open `GET /graphql`. The page asks for the key; it is served to anyone. */
export const idePage = (): string =>
  ruruHTML({
    endpoint: '/graphql',
    staticPath: STATIC_PATH,
    htmlParts: { titleTag: '<title>Foyer · GraphQL</title>' },
  });

/** Has the browser itself see to it that the page loads from here alone, and stands in no other page; what else is said to it, all answers say. */
export const IDE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
} as const;

/** Serves the IDE's scripts and styles. */
export function registerIdeFiles(server: FastifyInstance): void {
  server.get(IDE_FILES, async (request, reply) => {
    const file = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: request.url.split('?')[0] ?? '',
      acceptEncoding: request.headers['accept-encoding'],
      disallowDevAssets: true,
    });
    if (!file) return reply.callNotFound();
    // They are the same for everybody: a browser may keep them, unlike data.
    reply.removeHeader('cache-control');
    return reply.headers(file.headers).send(file.content);
  });
}
