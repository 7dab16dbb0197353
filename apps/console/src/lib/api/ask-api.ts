import 'server-only';
import { apiUrl } from './config';
import { loginCookies } from './login-cookie';

/** Longer than any page takes, shorter than a reader's patience. */
export const answerWithinMs = 10_000;

/** Where the browser's request came from and under which name, so that the API counts and answers by that and not by us. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'];

/**
 * Asks the API as the person whose browser sent a request, and for nobody else: the console has no credentials of its own.
 *
 * @param body a GraphQL request as JSON.
 * @param incoming headers of the browser's request.
 */
export function askApi(body: BodyInit | null, incoming: Headers, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  const cookie = loginCookies(incoming);
  if (cookie !== '') headers.set('cookie', cookie);
  for (const name of FORWARDED) {
    const value = incoming.get(name);
    if (value !== null) headers.set(name, value);
  }
  return fetch(apiUrl(), { method: 'POST', headers, body, cache: 'no-store', redirect: 'error', signal });
}
