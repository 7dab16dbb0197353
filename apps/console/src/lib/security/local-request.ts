// Until people can sign in, being on this machine is the only credential. Two things can borrow it: another site in the
// same browser (cross-site requests), and a foreign name that is made to resolve to this machine (DNS rebinding).

/** Names under which a browser on this machine reaches the console. Anything else in `Host` was resolved by someone else. */
const LOCAL_HOSTNAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True where the request was addressed to this machine by one of its own names, whatever the port. */
export function isLocalHost(headers: Headers): boolean {
  const host = headers.get('host');
  const hostname = host === null ? undefined : /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i.exec(host)?.[1];
  return hostname !== undefined && LOCAL_HOSTNAMES.has(hostname.toLowerCase());
}

/**
 * Why a request to the GraphQL proxy is refused, or null where it comes from one of the console's own pages.
 *
 * `Origin` is demanded, not only compared: every browser sends it with a POST, and whoever is no browser has the API itself.
 */
export function refuseForeignRequest(headers: Headers): string | null {
  if (!isLocalHost(headers)) return 'The console answers only to localhost.';
  const origin = headers.get('origin');
  const host = headers.get('host');
  if (origin !== `http://${host}` && origin !== `https://${host}`) return 'The request comes from another origin.';
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return 'The request comes from another site.';
  // A form can send every type but this one, so it also proves that a script of the same origin is asking.
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : 'The content type must be application/json.';
}
