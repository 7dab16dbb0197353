/** The cookie of a login: the second where the browser came by TLS. Of all cookies, the API gets these alone. */
const LOGIN_COOKIES: ReadonlySet<string> = new Set(['foyer_login', '__Host-foyer_login']);

/** The part of a request's cookies that may be a login; empty where there is none. */
export function loginCookies(headers: Headers): string {
  return (headers.get('cookie') ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => LOGIN_COOKIES.has(cookie.slice(0, cookie.indexOf('='))))
    .join('; ');
}

/** Whether a browser has what may be a login; whether it lasts, the API knows. */
export function hasLoginCookie(headers: Headers): boolean {
  return loginCookies(headers) !== '';
}
