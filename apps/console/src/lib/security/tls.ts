/** Two years, as browsers' lists of such hosts ask for (https://hstspreload.org). */
export const HTTPS_ONLY = 'max-age=63072000';

/**
 * Whether the browser asked by https. The console itself speaks HTTP: the proxy in front of it says so, and of several the
 * first is the browser's.
 */
export const cameByTls = (headers: Headers): boolean =>
  headers.get('x-forwarded-proto')?.split(',')[0]?.trim().toLowerCase() === 'https';
