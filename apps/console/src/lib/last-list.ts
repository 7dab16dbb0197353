const storageKey = 'foyer.last-list';

/** Remembers how the list of sessions was left, for this tab. */
export function rememberList(href: string): void {
  sessionStorage.setItem(storageKey, href);
}

/** The list as it was left in this tab, or as it is at first. */
export function lastListHref(): string {
  const href = sessionStorage.getItem(storageKey);
  return href?.startsWith('/sessions') ? href : '/sessions';
}
