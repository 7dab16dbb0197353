'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { isUuid, shortId } from '../../lib/format/text';
import { lastListHref } from '../../lib/last-list';
import classes from './top-bar.module.css';

/** Where I am; each step leads there, and the list comes back with the filters that it was left with. */
export function Breadcrumb(): ReactNode {
  const path = usePathname();
  const [listHref, setListHref] = useState('/sessions');
  useEffect(() => setListHref(lastListHref()), [path]);

  const [, place = '', reference = ''] = path.split('/');
  const name = NAMES[place];
  if (name === undefined) return <nav aria-label="Breadcrumb" />;
  const here = place === 'sessions' ? decodeSafely(reference) : '';
  return (
    <nav aria-label="Breadcrumb" className={classes.crumbs}>
      <ol className={classes.crumbs}>
        <li>
          {here === '' ? (
            <span className={classes.place} aria-current="page">
              {name}
            </span>
          ) : (
            <Link href={listHref}>{name}</Link>
          )}
        </li>
        {here !== '' && (
          <li>
            <span className={classes.here} aria-current="page" title={here}>
              {isUuid(here) ? shortId(here) : here}
            </span>
          </li>
        )}
      </ol>
    </nav>
  );
}

const NAMES: Readonly<Partial<Record<string, string>>> = { sessions: 'Sessions', access: 'Access', audit: 'Audit' };

function decodeSafely(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray `%` typed by hand: show what was typed.
    return segment;
  }
}
