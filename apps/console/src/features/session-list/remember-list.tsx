'use client';

import { useEffect } from 'react';
import { rememberList } from '../../lib/last-list';

/** Remembers the list as it is, for whoever comes back to it. */
export function RememberList({ href }: { readonly href: string }): null {
  useEffect(() => rememberList(href), [href]);
  return null;
}
