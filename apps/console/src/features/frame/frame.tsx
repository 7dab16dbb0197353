'use client';

import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { preferenceCookie, type RailWidth } from '../../lib/preferences';
import { Dock } from './dock';
import classes from './frame.module.css';
import { Palette } from './palette';
import type { Viewer } from './places';
import { Rail } from './rail';
import { TopBar } from './top-bar';

interface Props {
  readonly graphiqlUrl: string | null;
  /** Null where the API did not say who it is. */
  readonly viewer: Promise<Viewer | null>;
  readonly rail: RailWidth;
  readonly children: ReactNode;
}

/** What stays in place around every page: rail, top bar, and on narrow screens the dock in place of the rail. */
export function Frame({ graphiqlUrl, viewer, rail: railAtFirst, children }: Props): ReactNode {
  const sight = { graphiqlUrl, viewer };
  const [rail, setRail] = useState(railAtFirst);
  const [isFinding, finding] = useDisclosure(false);
  // Not in text fields by default, and ⌘K must work there too.
  useHotkeys([['mod+K', finding.toggle]], []);

  function handleRailToggle(): void {
    const next = rail === 'wide' ? 'narrow' : 'wide';
    setRail(next);
    document.cookie = preferenceCookie('rail', next);
  }

  return (
    <div className={classes.frame} data-rail={rail}>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <Rail width={rail} sight={sight} onToggle={handleRailToggle} />
      <div className={classes.main}>
        <TopBar viewer={viewer} onFind={finding.open} />
        <main id="content" className={classes.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Dock sight={sight} onFind={finding.open} />
      <Palette isOpen={isFinding} onClose={finding.close} />
    </div>
  );
}
