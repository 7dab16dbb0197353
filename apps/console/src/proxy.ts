import { type NextRequest, NextResponse } from 'next/server';
import { hasLoginCookie } from './lib/api/login-cookie';
import { PATH_HEADER, signInHref } from './lib/paths';
import { contentSecurityPolicy } from './lib/security/content-security-policy';
import { cameByTls, HTTPS_ONLY } from './lib/security/tls';

/** What is there for whoever is not signed in: the two entrances, the way to the API, and the icon in the tab. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/sign-in', '/setup', '/api/graphql', '/icon.svg']);

/** Runs before every page: who has no login is sent to sign in, and the answer gets its Content-Security-Policy. */
export function proxy(request: NextRequest): NextResponse {
  const response = answerTo(request);
  if (cameByTls(request.headers)) response.headers.set('strict-transport-security', HTTPS_ONLY);
  return response;
}

function answerTo(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const path = pathname + search;
  if (!OPEN_PATHS.has(pathname) && !hasLoginCookie(request.headers)) {
    return NextResponse.redirect(new URL(signInHref(path, null), request.url));
  }

  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV);
  const headers = new Headers(request.headers);
  headers.set(PATH_HEADER, path);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!_next/static/).*)'] };
