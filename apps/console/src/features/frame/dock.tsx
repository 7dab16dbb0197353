'use client';

import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import classes from './dock.module.css';
import { places } from './places';

interface Props {
  readonly graphiqlUrl: string;
  readonly onFind: () => void;
}

/** The rail's places at the bottom of a narrow screen, where a thumb reaches them. */
export function Dock({ graphiqlUrl, onFind }: Props): ReactNode {
  const path = usePathname();
  const [sessions, ...others] = places(graphiqlUrl);
  return (
    <nav className={classes.dock} aria-label="Places">
      {sessions && (
        <Link
          href={sessions.href}
          className={classes.item}
          aria-current={path.startsWith(sessions.href) ? 'page' : undefined}
        >
          <sessions.icon size={20} stroke={1.6} aria-hidden />
          {sessions.name}
        </Link>
      )}
      <button type="button" className={classes.item} onClick={onFind}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        Find
      </button>
      {others.map((place) => (
        <a key={place.name} href={place.href} className={classes.item} target="_blank" rel="noreferrer">
          <place.icon size={20} stroke={1.6} aria-hidden />
          {place.name}
        </a>
      ))}
    </nav>
  );
}
