import 'server-only';
import { refuseForeignRequest } from '../security/local-request';
import { refuseWritingDocument } from '../security/read-only-document';
import { apiKey, apiUrl } from './config';

/** The console's own requests are a tenth of this. */
const bodyCharsMax = 65_536;
const answerWithinMs = 10_000;
const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/**
 * Lets the console's pages ask the API without ever holding its key. Takes queries from this origin and nothing else; what
 * the API answers is passed on unread.
 */
export async function answerGraphql(request: Request): Promise<Response> {
  const foreign = refuseForeignRequest(request.headers);
  if (foreign !== null) return refuse(403, 'FORBIDDEN', foreign);
  const body = await readBody(request);
  if (body === null) return refuse(400, 'BAD_USER_INPUT', 'Expected a JSON body with a query, at most 64 KiB.');
  const writing = refuseWritingDocument(body.query);
  if (writing !== null) return refuse(400, 'BAD_USER_INPUT', writing);

  return passOn(body);
}

async function passOn(body: GraphqlBody): Promise<Response> {
  try {
    const answer = await fetch(apiUrl(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${(await apiKey()) ?? ''}`,
      },
      body: JSON.stringify(body),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    // Only the body and its status: no header of the API is meant for a browser.
    return new Response(await answer.text(), { status: answer.status, headers: jsonHeaders });
  } catch {
    return refuse(502, 'UNAVAILABLE', 'The API does not answer. Nothing was changed.');
  }
}

interface GraphqlBody {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

async function readBody(request: Request): Promise<GraphqlBody | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bodyCharsMax) return null;
  const text = await request.text();
  if (text.length > bodyCharsMax) return null;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') return null;
    // Rebuilt, so that nothing else a body may carry (extensions, a batch) reaches the API.
    const { query, variables, operationName } = body as GraphqlBody;
    return { query, variables, operationName };
  } catch {
    return null;
  }
}

function refuse(status: number, code: string, message: string): Response {
  return new Response(JSON.stringify({ errors: [{ message, extensions: { code } }] }), {
    status,
    headers: jsonHeaders,
  });
}
