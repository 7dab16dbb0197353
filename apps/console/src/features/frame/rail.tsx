'use client';

import { Tooltip } from '@mantine/core';
import { IconArrowUpRight, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, Suspense, use } from 'react';
import type { RailWidth } from '../../lib/preferences';
import { Mark } from '../../ui/mark';
import { type Place, places, SESSIONS, type Sight } from './places';
import classes from './rail.module.css';

interface Props {
  readonly width: RailWidth;
  readonly sight: Sight;
  readonly onToggle: () => void;
}

export function Rail({ width, sight, onToggle }: Props): ReactNode {
  const isNarrow = width === 'narrow';
  const toggleLabel = isNarrow ? 'Widen the rail' : 'Narrow the rail';
  return (
    <nav className={classes.rail} data-narrow={isNarrow || undefined} aria-label="Places">
      <Link href="/sessions" className={classes.brand} aria-label="Foyer">
        <Mark size={22} />
        <span className={classes.name}>Foyer</span>
      </Link>
      <ul className={classes.places}>
        <Suspense fallback={<PlaceItems places={[SESSIONS]} isNarrow={isNarrow} />}>
          <Places sight={sight} isNarrow={isNarrow} />
        </Suspense>
      </ul>
      <Tooltip label={toggleLabel} position="right" disabled={!isNarrow}>
        <button type="button" className={classes.toggle} onClick={onToggle} aria-label={toggleLabel}>
          {isNarrow ? (
            <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
          )}
        </button>
      </Tooltip>
    </nav>
  );
}

interface PlacesProps {
  readonly sight: Sight;
  readonly isNarrow: boolean;
}

function Places({ sight: { graphiqlUrl, viewer }, isNarrow }: PlacesProps): ReactNode {
  return <PlaceItems places={places(graphiqlUrl, use(viewer)?.role ?? null)} isNarrow={isNarrow} />;
}

interface PlaceItemsProps {
  readonly places: readonly Place[];
  readonly isNarrow: boolean;
}

function PlaceItems({ places: shown, isNarrow }: PlaceItemsProps): ReactNode {
  const path = usePathname();
  return shown.map((place) => (
    <li key={place.name}>
      <Tooltip label={place.name} position="right" disabled={!isNarrow}>
        <PlaceLink place={place} isHere={path.startsWith(place.href)} />
      </Tooltip>
    </li>
  ));
}

interface PlaceLinkProps {
  readonly place: Place;
  readonly isHere: boolean;
}

function PlaceLink({ place, isHere, ...others }: PlaceLinkProps): ReactNode {
  const inside = (
    <>
      <place.icon size={18} stroke={1.6} aria-hidden />
      <span className={classes.name}>{place.name}</span>
    </>
  );
  if (!place.isElsewhere) {
    return (
      <Link {...others} href={place.href} className={classes.place} aria-current={isHere ? 'page' : undefined}>
        {inside}
      </Link>
    );
  }
  return (
    <a {...others} href={place.href} className={classes.place} target="_blank" rel="noreferrer">
      {inside}
      <IconArrowUpRight className={classes.elsewhere} size={14} stroke={1.6} aria-label="(opens in a new tab)" />
    </a>
  );
}
