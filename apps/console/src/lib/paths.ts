// Where somebody wanted to go, remembered while they sign in. It comes from the address, so that anybody can have written it.

/** Carries the path of a page's request to what draws the page, which is told no other way. */
export const PATH_HEADER = 'x-foyer-path';

/** Why somebody is asked to sign in, where they were signed in before. */
export type SignInReason = 'ended';

const HOME = '/';
const ENTRANCES = ['/sign-in', '/setup', '/api'];

/** A path of our own as it was given, or the first page where it leads anywhere else. */
export function ownPath(text: string | null | undefined): string {
  const path = resolve(text ?? HOME);
  // Once more: what is left of `/.//evil.example` is an address of its own.
  return path !== null && resolve(path) === path && !isEntrance(path) ? path : HOME;
}

const BASE = 'http://own.invalid';

function resolve(text: string): string | null {
  if (!text.startsWith('/') || !URL.canParse(text, BASE)) return null;
  const { origin, pathname, search } = new URL(text, BASE);
  return origin === BASE ? pathname + search : null;
}

const isEntrance = (path: string): boolean =>
  ENTRANCES.some((entrance) => path === entrance || path.startsWith(`${entrance}/`) || path.startsWith(`${entrance}?`));

/** The page to sign in at, from which one comes back to `path`. */
export function signInHref(path: string, why: SignInReason | null): string {
  const to = ownPath(path);
  const query = new URLSearchParams({ ...(to === HOME ? {} : { to }), ...(why === null ? {} : { why }) }).toString();
  return query === '' ? '/sign-in' : `/sign-in?${query}`;
}
