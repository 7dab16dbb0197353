import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';

/*
 * The cookie of operators who are signed in. Scripts cannot read it, other sites cannot have it sent with what they post, and behind
 * TLS it goes nowhere else: `__Host-` has the browser see to that (RFC 6265bis §4.1.3).
 */

type Asking = Pick<FastifyRequest, 'headers' | 'protocol'>;

const nameFor = ({ protocol }: Pick<FastifyRequest, 'protocol'>): string =>
  protocol === 'https' ? '__Host-foyer_login' : 'foyer_login';

/** What the cookie of a request holds; null where there is none. */
export function loginTokenOf(request: Asking): string | null {
  const { cookie } = request.headers;
  return cookie === undefined ? null : (parseCookie(cookie)[nameFor(request)] ?? null);
}

/** The `Set-Cookie` line that has the browser keep a login, or forget it where `token` is null. */
export const loginCookie = (request: Asking, token: string | null, maxAgeSeconds: number): string =>
  stringifySetCookie({
    name: nameFor(request),
    value: token ?? '',
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: token === null ? 0 : maxAgeSeconds,
  });
