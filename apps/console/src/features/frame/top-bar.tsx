'use client';

import { useOs } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, Suspense, use } from 'react';
import { Breadcrumb } from './breadcrumb';
import { MeMenu } from './me-menu';
import type { Viewer } from './places';
import { ThemeMenu } from './theme-menu';
import classes from './top-bar.module.css';
import { ZoneMenu } from './zone-menu';

interface Props {
  readonly viewer: Promise<Viewer | null>;
  readonly onFind: () => void;
}

export function TopBar({ viewer, onFind }: Props): ReactNode {
  const os = useOs();
  return (
    <header className={classes.bar}>
      <Breadcrumb />
      <div className={classes.tools}>
        <button type="button" className={classes.find} onClick={onFind} aria-keyshortcuts="Meta+K Control+K">
          <IconSearch size={15} stroke={1.7} aria-hidden />
          <span className={classes.findText}>Find a session</span>
          <kbd className={classes.key}>{os === 'macos' || os === 'ios' ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <ZoneMenu />
        <ThemeMenu />
        <Suspense fallback={<span className={classes.me} />}>
          <Me viewer={viewer} />
        </Suspense>
      </div>
    </header>
  );
}

function Me({ viewer: asked }: Pick<Props, 'viewer'>): ReactNode {
  const viewer = use(asked);
  return viewer === null ? <span className={classes.me} /> : <MeMenu viewer={viewer} />;
}
