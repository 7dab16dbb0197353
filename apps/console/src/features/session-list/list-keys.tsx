'use client';

import { useHotkeys } from '@mantine/hooks';

/** `j` and `k` walk through the rows, Enter opens the one that has the focus. */
export function ListKeys(): null {
  useHotkeys([
    ['j', () => moveFocus(1)],
    ['k', () => moveFocus(-1)],
  ]);
  return null;
}

function moveFocus(step: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const here = links.findIndex((link) => link === document.activeElement);
  const next = here === -1 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next]?.focus();
}
