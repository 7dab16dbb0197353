/**
 * Why a request that a browser adds the login to is refused, or null where one of the console's own pages sent it.
 *
 * `Origin` is demanded, not only compared: every browser sends it with a POST, and whoever is no browser has the API itself.
 * A proxy in front may tell the name that the browser asked under in `X-Forwarded-Host`: no foreign page can have that header
 * sent, since it would have to ask first whether it may (CORS), and is not answered.
 */
export function refuseForeignRequest(headers: Headers): string | null {
  const origin = headers.get('origin');
  const hosts = [headers.get('host'), headers.get('x-forwarded-host')];
  const isOwn = hosts.some((host) => host && (origin === `http://${host}` || origin === `https://${host}`));
  if (!isOwn) return 'The request comes from another origin.';
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return 'The request comes from another site.';
  // A form can send every type but this one, so it also proves that a script of the same origin is asking.
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : 'The content type must be application/json.';
}
