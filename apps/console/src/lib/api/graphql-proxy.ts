import 'server-only';
import { refuseForeignRequest } from '../security/own-page';
import { answerWithinMs, askApi } from './ask-api';

/** The console's own requests are a tenth of this. */
const bodyBytesMax = 65_536;

/** What of the API's answer is meant for a browser. */
const PASSED_ON = ['content-type', 'x-request-id', 'retry-after'];

/**
 * Lets the console's pages ask the API with the login of whoever looks at them. The cookie goes with every request that a
 * browser sends here, whoever has it sent: so requests from this origin's own pages pass, and nothing else.
 */
export async function answerGraphql(request: Request): Promise<Response> {
  const foreign = refuseForeignRequest(request.headers);
  if (foreign !== null) return refuse(403, 'FORBIDDEN', foreign);
  const body = await readText(request);
  if (body === null) return refuse(413, 'PAYLOAD_TOO_LARGE', 'A request of the console has at most 64 KiB.');
  try {
    const answer = await askApi(body, request.headers, AbortSignal.timeout(answerWithinMs));
    return new Response(await answer.text(), { status: answer.status, headers: passedOn(answer.headers) });
  } catch {
    // The reason names the API's address, which is nobody's business.
    return refuse(502, 'NETWORK_ERROR', 'The API does not answer.');
  }
}

function passedOn(answer: Headers): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const name of PASSED_ON) {
    const value = answer.get(name);
    if (value !== null) headers.set(name, value);
  }
  for (const cookie of answer.getSetCookie()) headers.append('set-cookie', cookie);
  return headers;
}

/** The body, read no further than it may be long; null where it is longer. */
async function readText({ body }: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json(
    { errors: [{ message, extensions: { code } }] },
    { status, headers: { 'cache-control': 'no-store' } },
  );
}
