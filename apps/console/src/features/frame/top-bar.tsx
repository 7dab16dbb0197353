'use client';

import { useOs } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Breadcrumb } from './breadcrumb';
import { ThemeMenu } from './theme-menu';
import classes from './top-bar.module.css';
import { ZoneMenu } from './zone-menu';

export function TopBar({ onFind }: { readonly onFind: () => void }): ReactNode {
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
      </div>
    </header>
  );
}
