import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './lib/security/content-security-policy';
import { isLocalHost } from './lib/security/local-request';

/** Runs before every page: pages carry what the API key may read, so the check of the host belongs here, not only at the proxy. */
export function proxy(request: NextRequest): NextResponse {
  if (!isLocalHost(request.headers)) {
    return new NextResponse('The console answers only on this machine: open it as localhost.\n', {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!_next/static/).*)'] };
