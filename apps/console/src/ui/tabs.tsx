import Link from 'next/link';
import type { ReactNode } from 'react';
import classes from './tabs.module.css';

export interface Tab {
  readonly href: string;
  readonly name: string;
  readonly isHere: boolean;
}

/** Pages of one place, side by side. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }): ReactNode {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ href, name, isHere }) => (
        <Link key={href} href={href} className={classes.tab} aria-current={isHere ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
