import type { FastifyRequest } from 'fastify';
import { DomainError } from '../core/errors.js';

/*
 * Requests that a browser adds a cookie to by itself act only where a page of ours sent them. Browsers say which page it was
 * (https://cheatsheetseries.owasp.org, Cross-Site Request Forgery Prevention: verifying origin, Fetch Metadata).
 */

const OF_OURS = ['same-origin', 'none'];

const FOREIGN = new DomainError('FORBIDDEN', 'A login works only from the pages of its own place.');

/**
 * @param allowed origins of other places whose pages may act, the console's among them.
 * @throws DomainError `FORBIDDEN` where a foreign page had the request sent.
 */
export function assertOwnPage(
  { headers, host, protocol }: Pick<FastifyRequest, 'headers' | 'host' | 'protocol'>,
  allowed: readonly string[],
): void {
  const { origin, 'sec-fetch-site': site } = headers;
  if (origin !== undefined) {
    if (!allowed.includes(origin) && !isOwn(origin, host, protocol)) throw FOREIGN;
  } else if (site !== undefined && !OF_OURS.includes(String(site))) throw FOREIGN;
}

/** Whoever can change what comes over HTTP could make a page of our host: behind TLS, that is another place. */
function isOwn(origin: string, host: string, protocol: string): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host.toLowerCase() && (protocol === 'http' || page.protocol === 'https:');
}
