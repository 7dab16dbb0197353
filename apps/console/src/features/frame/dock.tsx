'use client';

import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, Suspense, use } from 'react';
import classes from './dock.module.css';
import { type Place, places, SESSIONS, type Sight } from './places';

interface Props {
  readonly sight: Sight;
  readonly onFind: () => void;
}

/** The rail's places at the bottom of a narrow screen, where a thumb reaches them. */
export function Dock({ sight, onFind }: Props): ReactNode {
  return (
    <nav className={classes.dock} aria-label="Places">
      <DockPlace place={SESSIONS} />
      <button type="button" className={classes.item} onClick={onFind}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        Find
      </button>
      <Suspense>
        <OtherPlaces sight={sight} />
      </Suspense>
    </nav>
  );
}

function OtherPlaces({ sight: { graphiqlUrl, viewer } }: Pick<Props, 'sight'>): ReactNode {
  const others = places(graphiqlUrl, use(viewer)?.role ?? null).filter((place) => place !== SESSIONS);
  return others.map((place) => <DockPlace key={place.name} place={place} />);
}

function DockPlace({ place }: { readonly place: Place }): ReactNode {
  const path = usePathname();
  const inside = (
    <>
      <place.icon size={20} stroke={1.6} aria-hidden />
      {place.name}
    </>
  );
  if (place.isElsewhere) {
    return (
      <a href={place.href} className={classes.item} target="_blank" rel="noreferrer">
        {inside}
      </a>
    );
  }
  return (
    <Link href={place.href} className={classes.item} aria-current={path.startsWith(place.href) ? 'page' : undefined}>
      {inside}
    </Link>
  );
}
