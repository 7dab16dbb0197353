'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, use, useCallback, useMemo, useTransition } from 'react';
import classes from './list-navigation.module.css';

interface ListNavigation {
  readonly isPending: boolean;
  readonly go: (href: string) => void;
  /** Without a step in the history: for what changes with every letter. */
  readonly refine: (href: string) => void;
}

const NavigationContext = createContext<ListNavigation | null>(null);

/** Leads from one view of the list to the next, keeping the old one in sight until the new one is there. */
export function ListNavigationProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  const go = useCallback((to: string) => startTransition(() => router.push(to)), [router]);
  const refine = useCallback((to: string) => startTransition(() => router.replace(to, { scroll: false })), [router]);
  const navigation = useMemo(() => ({ isPending, go, refine }), [isPending, go, refine]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useListNavigation(): ListNavigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error('useListNavigation needs a ListNavigationProvider above it.');
  return navigation;
}

interface ListLinkProps {
  readonly href: string;
  readonly className?: string | undefined;
  readonly title?: string;
  readonly isOn?: boolean;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A real link to another view of the list: it opens in a new tab where that is asked for. */
export function ListLink({ href, className, title, isOn, label, children }: ListLinkProps): ReactNode {
  const { go } = useListNavigation();
  return (
    <Link
      href={href}
      className={className}
      title={title}
      aria-label={label}
      aria-current={isOn ? 'true' : undefined}
      prefetch={false}
      onNavigate={(event) => {
        event.preventDefault();
        go(href);
      }}
    >
      {children}
    </Link>
  );
}

/** What the address decides: dimmed while another view is on its way. */
export function ListRegion({ children }: { readonly children: ReactNode }): ReactNode {
  const { isPending } = useListNavigation();
  return (
    <div className={classes.region} aria-busy={isPending} data-pending={isPending || undefined}>
      {children}
    </div>
  );
}
